package io.junctor.app.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.junctor.app.Version;
import io.junctor.app.config.GatewayConfig;
import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.netty.http.StaticFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What the gateway answers over HTTP: the console's files, what the console asks for, health. */
final class ConsoleRoutes {

  /** Where the console module keeps its files on the class path. */
  private static final String ROOT = "META-INF/resources/console/";

  /** The list of those files, one relative path a line: a class path cannot be listed. */
  private static final String INDEX = ROOT + "files.txt";

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  /** A loop that takes longer than this to run a task keeps people waiting. */
  private static final Duration HEALTH_MAX = Duration.ofSeconds(2);

  /** Loaded with the first answer: it is large and a start has no use for it. */
  private static final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }

  private ConsoleRoutes() {}

  static HttpRoutes of(GatewayConfig config, ConsoleAccess access, Health health)
      throws IOException {
    List<String> prefixes = config.console().prefixes();
    String title = config.console().title();
    Map<String, Object> settings =
        Map.of(
            "realm",
            config.realm(),
            "prefixes",
            prefixes.isEmpty() ? List.of(config.site() + ".") : prefixes,
            "title",
            title == null ? config.site() : title,
            "version",
            Version.current(),
            "remembers",
            config.authentication().cookie() != null);
    HttpRoutes.Builder routes =
        HttpRoutes.builder()
            .dynamic(
                "/healthz",
                Set.of("GET"),
                query -> health.silent(HEALTH_MAX).thenApply(ConsoleRoutes::health))
            .get(
                "/console.json",
                query ->
                    HttpReply.json(200, json(settings)).withHeader("cache-control", "no-store"))
            .post("/session", query -> CompletableFuture.completedStage(access.exchange(query)));
    ClassLoader loader = ConsoleRoutes.class.getClassLoader();
    for (String file : files(loader)) {
      StaticFile content = StaticFile.ofResource(loader, ROOT + file);
      if (file.startsWith("assets/")) { // named after their content
        content = content.withHeaders(Map.of("cache-control", FOR_EVER));
      }
      routes.file(file.equals("index.html") ? "/" : "/" + file, content);
    }
    return routes.build();
  }

  /** For load balancers and people: 503 and who does not answer. */
  private static HttpReply health(List<String> silent) {
    HttpReply reply =
        silent.isEmpty()
            ? HttpReply.json(200, json(Map.of("status", "ok")))
            : HttpReply.json(503, json(Map.of("status", "failing", "silent", silent)));
    return reply.withHeader("cache-control", "no-store");
  }

  private static List<String> files(ClassLoader loader) throws IOException {
    try (InputStream in = loader.getResourceAsStream(INDEX)) {
      if (in == null) {
        throw new IOException(
            "class path resource " + INDEX + ": not found; is the console built?");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.endsWith(".gz"))
          .toList();
    }
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
