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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the gateway answers over HTTP: the console's files, what the console asks for, health. */
final class ConsoleRoutes {

  /** Where the console module keeps its files on the class path. */
  private static final String ROOT = "META-INF/resources/console/";

  /** The list of those files, one relative path a line: a class path cannot be listed. */
  private static final String INDEX = ROOT + "files.txt";

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ConsoleRoutes() {}

  static HttpRoutes of(GatewayConfig config, ConsoleAccess access) throws IOException {
    List<String> prefixes = config.console().prefixes();
    String title = config.console().title();
    String settings =
        json(
            Map.of(
                "realm",
                config.realm(),
                "prefixes",
                prefixes.isEmpty() ? List.of(config.site() + ".") : prefixes,
                "title",
                title == null ? config.site() : title,
                "version",
                Version.current()));
    HttpRoutes.Builder routes =
        HttpRoutes.builder()
            .get("/healthz", query -> HttpReply.json(200, "{\"status\":\"ok\"}"))
            .get(
                "/console.json",
                query -> HttpReply.json(200, settings).withHeader("cache-control", "no-store"))
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
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
