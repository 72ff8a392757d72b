package io.junctor.hil.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A folder with package.json and package-lock.json, whose packages are installed once per lock
 * file.
 */
public final class NodeProject {

  /** A first download over a slow line. */
  private static final int INSTALL_SECONDS_MAX = 180;

  private static final String STAMP = "node_modules/.junctor-lock";

  private final Path folder;
  private final Path node;

  private NodeProject(Path folder, Path node) {
    this.folder = folder;
    this.node = node;
  }

  /** The project in the folder, with its packages installed. */
  public static NodeProject in(Path folder) {
    Path node = Tools.require("node", "apt-get install nodejs");
    Path npm = Tools.require("npm", "apt-get install npm");
    NodeProject project = new NodeProject(folder.toAbsolutePath(), node);
    project.install(npm);
    return project;
  }

  private synchronized void install(Path npm) {
    try {
      String lock = digest(Files.readAllBytes(folder.resolve("package-lock.json")));
      Path stamp = folder.resolve(STAMP);
      if (Files.exists(stamp) && Files.readString(stamp).equals(lock)) {
        return;
      }
      Path log = Files.createTempFile("junctor-npm", ".log");
      Process process =
          // not "npm ci": a lock file without addresses looks incomplete to it where packages are
          // optional; versions and checksums of the lock file hold all the same
          new ProcessBuilder(npm.toString(), "install", "--no-save", "--no-progress")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(INSTALL_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      boolean done = !process.isAlive() && process.exitValue() == 0;
      Tools.require(done, "npm install failed in " + folder + ":\n" + Files.readString(log));
      Files.writeString(stamp, lock);
      Files.delete(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command that runs one of its scripts. */
  public List<String> script(String name) {
    return List.of(node.toString(), folder.resolve(name).toString());
  }
}
