package io.junctor.netty;

import java.io.IOException;

/** A link could not be opened. The message says where to and why not. */
public final class ConnectFailed extends IOException {

  private static final long serialVersionUID = 1L;

  ConnectFailed(String target, Throwable cause) {
    super(target + ": " + Failures.sentence(cause), cause);
  }

  ConnectFailed(String target, String why) {
    super(target + ": " + why);
  }
}
