package io.junctor.hil.browser;

import io.junctor.hil.harness.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What driving a browser needs of this machine. */
final class Browser {

  /** Playwright's and our tests' oldest. */
  private static final int NODE_MAJOR_MIN = 20;

  /** Where {@code driver.js} looks for it. */
  private static final List<String> CHROMIUMS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

  private Browser() {}

  /** The path of Node.js; skips the test, or fails where {@code CI=true}, unless all is there. */
  static Path requireNode() {
    Path node = Tools.require("node", "apt-get install nodejs");
    int major = majorVersion(node);
    Tools.require(
        major >= NODE_MAJOR_MIN,
        "needs Node.js %d or newer to drive a browser; this is %d"
            .formatted(NODE_MAJOR_MIN, major));
    String named = System.getenv("CHROMIUM");
    Tools.require(
        Stream.concat(Stream.ofNullable(named), CHROMIUMS.stream())
            .anyMatch(path -> Files.isExecutable(Path.of(path))),
        "needs Chromium: apt-get install chromium, or set CHROMIUM to its path");
    return node;
  }

  private static int majorVersion(Path node) {
    try {
      Process process = new ProcessBuilder(node.toString(), "--version").start();
      String version =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseInt(version.strip().replaceAll("^v|\\..*$", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
