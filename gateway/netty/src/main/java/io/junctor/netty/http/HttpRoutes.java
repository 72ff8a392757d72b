package io.junctor.netty.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an HTTP port answers, by exact path. Immutable; made with {@link #builder()}. */
public final class HttpRoutes {

  /** Bytes of a request body: a login or a claim needs less than one KiB. */
  public static final int BODY_BYTES_MAX = 64 * 1024;

  /** Answers nothing but 404. */
  public static final HttpRoutes NONE = builder().build();

  private final Map<String, Route> routes; // path -> route

  private HttpRoutes(Map<String, Route> routes) {
    this.routes = Map.copyOf(routes);
  }

  /** Starts without routes. */
  public static Builder builder() {
    return new Builder();
  }

  /** What answers a path; null when nothing does. */
  public @Nullable Route find(String path) {
    return routes.get(path);
  }

  /** What answers a path. */
  public sealed interface Route {

    /** The methods it answers, for {@code Allow}. */
    Set<String> methods();

    /** Serves a file. */
    record File(StaticFile file) implements Route {
      @Override
      public Set<String> methods() {
        return Set.of("GET", "HEAD");
      }
    }

    /**
     * Asks a function.
     *
     * @param methods such as {@code GET} (HEAD comes with it) or {@code POST}.
     * @param answerer who answers.
     */
    record Dynamic(Set<String> methods, HttpAnswerer answerer) implements Route {

      /** Adds HEAD where there is GET. */
      public Dynamic {
        methods = methods.contains("GET") ? union(methods, "HEAD") : Set.copyOf(methods);
      }

      private static Set<String> union(Set<String> methods, String one) {
        Set<String> all = new java.util.HashSet<>(methods);
        all.add(one);
        return Set.copyOf(all);
      }
    }
  }

  /** Collects routes. A path given twice is an error. */
  public static final class Builder {

    private final Map<String, Route> routes = new HashMap<>(); // path -> route

    private Builder() {}

    /** Serves a file at a path. */
    public Builder file(String path, StaticFile file) {
      return add(path, new Route.File(file));
    }

    /** Serves files, path -> file. */
    public Builder files(Map<String, StaticFile> files) {
      files.forEach(this::file);
      return this;
    }

    /** Answers GET and HEAD at a path at once. */
    public Builder get(String path, Function<HttpQuery, HttpReply> answer) {
      return dynamic(
          path, Set.of("GET"), query -> CompletableFuture.completedStage(answer.apply(query)));
    }

    /** Answers POST at a path, perhaps later. */
    public Builder post(String path, HttpAnswerer answerer) {
      return dynamic(path, Set.of("POST"), answerer);
    }

    /** Answers the given methods at a path, perhaps later. */
    public Builder dynamic(String path, Set<String> methods, HttpAnswerer answerer) {
      return add(path, new Route.Dynamic(methods, answerer));
    }

    private Builder add(String path, Route route) {
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException("route: expected a path with a leading /, got " + path);
      }
      if (routes.putIfAbsent(path, route) != null) {
        throw new IllegalArgumentException("route " + path + ": given twice");
      }
      return this;
    }

    /** The routes collected so far. */
    public HttpRoutes build() {
      return new HttpRoutes(routes);
    }
  }
}
