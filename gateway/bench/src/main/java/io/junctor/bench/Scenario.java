package io.junctor.bench;

import java.io.IOException;
import java.util.List;

/** Something that can be asked for by name. */
interface Scenario {

  /** The word on the command line. */
  String name();

  /** A line of help. */
  String what();

  /**
   * Measures it.
   *
   * @return the lines of the result.
   * @throws IOException when a process fails, or a message was lost, changed or out of order.
   */
  List<Row> run(Workbench bench) throws IOException, InterruptedException;
}
