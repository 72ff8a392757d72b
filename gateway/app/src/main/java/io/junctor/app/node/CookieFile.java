package io.junctor.app.node;

import io.junctor.app.config.CookieConfig;
import io.junctor.wamp.auth.Cookies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link Cookies} over a restart in a file that is replaced as a whole, so that it is always
 * complete. A line each: hash, realm, authid, stamp, and when it expires in seconds since 1970.
 *
 * <p>Any thread. It is written on a thread of its own soon after a change, several changes at once;
 * a power cut in between costs a browser its next login, or a logout its effect until then.
 */
final class CookieFile implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(CookieFile.class);

  private static final String FIRST_LINE = "junctor cookies 1";
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int FIELDS = 5;

  private final @Nullable Path file; // null: nothing is kept
  private final Cookies cookies;
  private final AtomicBoolean changed = new AtomicBoolean();
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Reads what was kept; a broken file logs everybody out and is replaced with the next change.
   *
   * @param file null to keep nothing.
   * @throws IOException when the file cannot be read or its folder cannot be made.
   */
  CookieFile(@Nullable Path file, int max, Duration keepFor, InstantSource clock)
      throws IOException {
    this.file = file == null ? null : file.toAbsolutePath();
    this.cookies = new Cookies(max, keepFor, clock, this::onChange);
    if (this.file != null) {
      Files.createDirectories(this.file.getParent());
      cookies.restore(read(this.file));
    }
  }

  /** Opens what a configuration describes. */
  static CookieFile open(CookieConfig config) throws IOException {
    String file = config.file();
    return new CookieFile(
        file == null ? null : Path.of(file),
        config.remembered(),
        config.keepFor(),
        InstantSource.system());
  }

  Cookies cookies() {
    return cookies;
  }

  private static List<Cookies.Entry> read(Path file) throws IOException {
    List<Cookies.Entry> entries = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
        throw new IllegalArgumentException("expected '" + FIRST_LINE + "' in line 1");
      }
      for (String line : lines.subList(1, lines.size())) {
        entries.add(parse(line));
      }
      return entries;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      log.warn(
          "cookies file={} cause=\"{}\": not taken, everybody logs in anew", file, e.toString());
      return List.of();
    }
  }

  private static Cookies.Entry parse(String line) {
    String[] fields = line.split("\t", -1);
    if (fields.length != FIELDS || !HASH.matcher(fields[0]).matches()) {
      throw new IllegalArgumentException("expected lines of a hash and four more fields");
    }
    return new Cookies.Entry(
        fields[0],
        fields[1],
        fields[2],
        fields[3],
        Instant.ofEpochSecond(Math.clamp(Long.parseLong(fields[4]), 0, Integer.MAX_VALUE * 2L)));
  }

  private static String format(Cookies.Entry entry) {
    return String.join(
        "\t",
        entry.hash(),
        entry.realm(),
        entry.authid(),
        entry.stamp(),
        String.valueOf(entry.expires().getEpochSecond()));
  }

  private void onChange() {
    if (file != null && changed.compareAndSet(false, true)) {
      Thread.ofVirtual().name("cookies").start(this::writeIfChanged);
    }
  }

  private void writeIfChanged() {
    writing.lock();
    try {
      if (file != null && changed.compareAndSet(true, false)) {
        write(file);
      }
    } catch (IOException e) {
      log.warn("cookies file={} cause=\"{}\": not written", file, e.toString());
    } finally {
      writing.unlock();
    }
  }

  private void write(Path target) throws IOException {
    String text =
        cookies.entries().stream()
            .map(entry -> format(entry) + "\n")
            .collect(Collectors.joining("", FIRST_LINE + "\n", ""));
    Path next = target.resolveSibling(target.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes what is not written yet. */
  @Override
  public void close() {
    writeIfChanged();
  }
}
