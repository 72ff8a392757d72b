package io.junctor.app.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Browsers that have proved themselves once join by a cookie from then on, when they ask for it.
 *
 * @param name what the cookie is called; over TLS {@code __Host-} stands before it. Default {@code
 *     junctor}.
 * @param keepFor how long it is good from the proof, 1m to 8760h. Default 720h: a month.
 * @param remembered how many cookies are remembered, of one name at most 16; the one of the oldest
 *     proof is forgotten first. 1 to 65536. Default 1024: half a MB.
 * @param file where they are remembered over restarts; holds hashes and names, no secrets. Default:
 *     nowhere.
 */
public record CookieConfig(
    String name, Duration keepFor, Integer remembered, @Nullable String file) {

  public CookieConfig(
      @Nullable String name,
      @Nullable Duration keepFor,
      @Nullable Integer remembered,
      @Nullable String file) {
    this.name = name == null ? "junctor" : name;
    this.keepFor =
        Ranges.within(
            "keepFor",
            keepFor,
            Duration.ofDays(30).toMillis(),
            Duration.ofMinutes(1).toMillis(),
            Duration.ofDays(365).toMillis());
    this.remembered = Ranges.within("remembered", remembered, 1_024, 1, 65_536);
    this.file = file;
    if (!this.name.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "name: expected 1 to 64 letters, digits, _ and -, got '" + name + "'");
    }
    if (file != null && file.isBlank()) {
      throw new IllegalArgumentException("file: expected a path, got nothing");
    }
  }
}
