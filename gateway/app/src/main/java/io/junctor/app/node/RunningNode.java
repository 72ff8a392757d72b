package io.junctor.app.node;

import java.util.List;

/** A running process of the gateway, whatever it holds. Any thread. */
public interface RunningNode extends AutoCloseable {

  /** What it offers or reaches, {@code key=value} each, for the line that says it is ready. */
  List<String> addresses();

  /** What must answer for the process to be of use. */
  Health health();

  /** How it is, in a few words. */
  String status();

  /** Outputs first, then everything else. */
  @Override
  void close();
}
