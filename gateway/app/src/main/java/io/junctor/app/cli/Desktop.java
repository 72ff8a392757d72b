package io.junctor.app.cli;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The desktop the command was typed on, if there is one. */
final class Desktop {

  private static final Logger log = LoggerFactory.getLogger(Desktop.class);

  private Desktop() {}

  /** Opens a page in the user's browser; does nothing without a desktop or a person. */
  static void open(String url) {
    boolean desktop = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    if (!desktop || System.getenv("CI") != null) {
      return;
    }
    try {
      new ProcessBuilder("xdg-open", url)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      log.debug("cause={}: no browser opened", e.toString());
    }
  }
}
