package io.junctor.app.node;

import io.junctor.app.config.ComponentConfig;
import io.junctor.app.config.GatewayConfig;
import io.junctor.app.program.Program;
import io.junctor.app.program.ProgramSettings;
import io.junctor.component.Component;
import io.junctor.component.LifecycleListener;
import io.junctor.component.PublishOptions;
import io.junctor.component.WampError;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionException;
import io.junctor.netty.BindAddress;
import io.junctor.netty.NettyListener;
import io.junctor.netty.NettyLoops;
import io.junctor.netty.RawSocketListenerConfig;
import io.junctor.server.RouterServer;
import io.junctor.wamp.auth.OpenAuthenticator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of {@code components:}, the Unix socket they join over, and the retained topic
 * {@code <site>.components.<name>.status} that says how each is.
 *
 * <p>The socket is in a directory that only this user can enter; a program proves who it is by a
 * ticket that was made for this one process. Any thread.
 */
final class Components implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Components.class);

  private static final int CLOSE_SECONDS_MAX = 5;
  private static final long MEGABYTE = 1L << 20;

  private final GatewayConfig config;
  private final ConsoleAccess access;
  private final Path directory;
  private final NettyListener listener;
  private final Component voice;
  private final List<Program> programs = new ArrayList<>();
  private final Map<String, Program.Status> known = new LinkedHashMap<>(); // guarded by itself

  private Components(
      GatewayConfig config, NettyLoops loops, RouterServer router, ConsoleAccess access)
      throws IOException {
    this.config = config;
    this.access = access;
    this.directory =
        Files.createTempDirectory(
            "junctor-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      this.listener =
          NettyListener.start(
              loops,
              RawSocketListenerConfig.of(
                  new BindAddress.Unix(socket(), BindAddress.Unix.OWNER_AND_GROUP)),
              router);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(directory);
      throw e;
    }
    this.voice =
        Component.builder(router.localConnector())
            .realm(config.realm())
            .authenticator(OpenAuthenticator.local(GatewayConfig.COMPONENTS))
            .listener(new SayAll())
            .start();
  }

  /**
   * Opens the socket and starts them all; does not wait for them.
   *
   * @return null when there are none.
   */
  static @Nullable Components start(
      GatewayConfig config, NettyLoops loops, RouterServer router, ConsoleAccess access)
      throws IOException {
    if (config.components().isEmpty()) {
      return null;
    }
    Components components = new Components(config, loops, router, access);
    config.components().forEach(components::add);
    return components;
  }

  private void add(String name, ComponentConfig component) {
    String where = component.directory();
    ProgramSettings settings =
        new ProgramSettings(
            name,
            component.command(),
            Path.of(where == null ? "" : where).toAbsolutePath(),
            component.environment(),
            component.memoryMegabytes() * MEGABYTE,
            component.openFiles(),
            Duration.ofSeconds(component.stopSeconds()));
    programs.add(
        Program.start(settings, () -> credentials(name, component.role()), this::onChange));
  }

  private Path socket() {
    return directory.resolve("router.sock");
  }

  /** Those of the process before are good no more. */
  private Map<String, String> credentials(String name, String role) {
    return Map.of(
        "JUNCTOR_SOCKET", socket().toString(),
        "JUNCTOR_REALM", config.realm(),
        "JUNCTOR_SITE", config.site(),
        "JUNCTOR_AUTHID", name,
        "JUNCTOR_TICKET", access.newTicket(name, role));
  }

  private void onChange(String name, Program.Status status) {
    if (status.state() != Program.State.RUNNING) {
      access.revoke(name);
    }
    synchronized (known) {
      known.put(name, status);
      say(name, status);
    }
  }

  private void say(String name, Program.Status status) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("value", status.state().name().toLowerCase(Locale.ROOT));
    event.put("starts", status.starts());
    if (status.pid() > 0) {
      event.put("pid", status.pid());
    }
    if (!status.reason().isEmpty()) {
      event.put("reason", status.reason());
    }
    event.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    String topic = "%s.%s.%s.status".formatted(config.site(), GatewayConfig.COMPONENTS, name);
    try {
      voice.publish(topic, event, PublishOptions.RETAIN);
    } catch (SessionException | WampError e) {
      log.debug("component={} cause={}: status not published", name, e.toString());
    }
  }

  /** Ends them, all at once; then their socket. */
  @Override
  public void close() {
    List<Thread> ending =
        programs.stream().map(program -> Thread.ofVirtual().start(program::close)).toList();
    try {
      for (Thread thread : ending) {
        thread.join();
      }
      voice.close();
      listener.close().toCompletableFuture().get(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
      Files.deleteIfExists(socket());
      Files.deleteIfExists(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | IOException e) {
      log.warn("cause={}: the components' socket was not closed cleanly", e.toString());
    }
  }

  private final class SayAll implements LifecycleListener {
    @Override
    public void connected(JoinedSession session) {
      synchronized (known) {
        known.forEach(Components.this::say);
      }
    }
  }
}
