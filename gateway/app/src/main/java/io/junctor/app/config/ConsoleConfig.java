package io.junctor.app.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the console shows.
 *
 * @param prefixes URI prefixes below which it looks for things, such as {@code
 *     com.example.berlin.}; those of a cloud router are the sites of its gateways. Default: this
 *     site.
 * @param title what the page is called. Default: the site.
 */
public record ConsoleConfig(List<String> prefixes, @Nullable String title) {

  public ConsoleConfig(@Nullable List<String> prefixes, @Nullable String title) {
    this.prefixes = prefixes == null ? List.of() : List.copyOf(prefixes);
    this.title = title;
    for (String prefix : this.prefixes) {
      if (!prefix.matches("([a-z0-9_-]+\\.)+") || prefix.startsWith("wamp.")) {
        throw new IllegalArgumentException(
            "prefixes: expected prefixes that end with a dot, such as com.example.berlin., got "
                + prefix);
      }
    }
  }
}
