package io.junctor.netty;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What new connections of a listener handshake with, replaced when the certificate's files change.
 *
 * <p>The files are looked at and not waited for: certbot and its like replace symbolic links, which
 * the kernel's notices of the directory do not cover. Files that still change, or do not hold a
 * certificate with its key, leave everything as it was; that is logged once per change. {@link
 * #current()} may be called from any thread; the looking has a thread of its own, because files
 * block.
 */
final class ServerTlsContext {

  /** How soon a renewed certificate is in use: two looks, one of them to see it at rest. */
  static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ServerTlsContext.class);

  private final ServerTls files;
  private final AtomicReference<SslContext> current;
  private final AtomicReference<@Nullable Thread> watcher = new AtomicReference<>();

  // The watcher's alone, once it runs.
  private State tried;
  private State seen;

  /** What tells one version of the files from another. */
  private record State(List<Object> attributes) {}

  private ServerTlsContext(ServerTls files) throws IOException {
    this.files = files;
    this.tried = state();
    this.seen = tried;
    this.current = new AtomicReference<>(Tls.server(ServerCertificate.read(files), files));
  }

  /**
   * Reads the files.
   *
   * @throws IOException when one cannot be read or does not hold what it should.
   */
  static ServerTlsContext read(ServerTls files) throws IOException {
    return new ServerTlsContext(files);
  }

  /** What a connection that comes in now gets. */
  SslContext current() {
    return current.get();
  }

  /** Starts to look for changes. */
  void watch(String listener) {
    watcher.set(
        Thread.ofVirtual().name("certificate of " + listener).start(() -> lookAgain(listener)));
  }

  void stopWatching() {
    Thread thread = watcher.getAndSet(null);
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void lookAgain(String listener) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(LOOK_INTERVAL);
        look(listener);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** One look; the watcher calls it again and again. */
  void look(String listener) {
    State now = state();
    boolean atRest = now.equals(seen);
    seen = now;
    if (!atRest || now.equals(tried)) {
      return;
    }
    tried = now;
    try {
      ServerCertificate certificate = ServerCertificate.read(files);
      current.set(Tls.server(certificate, files));
      Instant expires = certificate.expires();
      if (expires.isBefore(Instant.now())) {
        LOG.warn("listener={} cause=certificate: the new one expired {}", listener, expires);
      } else {
        LOG.info("listener={} new certificate in use, expires {}", listener, expires);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "listener={} cause=certificate: changed files not taken, the old one stays in use: {}",
          listener,
          Tls.rootMessage(e));
    }
  }

  private State state() {
    Path authorities = files.clientAuthorities();
    return new State(
        List.of(
            attributes(files.certificates()),
            attributes(files.key()),
            authorities == null ? "none" : attributes(authorities)));
  }

  private static Object attributes(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(
          String.valueOf(found.fileKey()), found.lastModifiedTime().toInstant(), found.size());
    } catch (IOException e) {
      return e.getClass(); // another state: while it is not there, nothing is read
    }
  }
}
