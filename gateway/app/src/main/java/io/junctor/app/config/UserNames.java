package io.junctor.app.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Users of this board in a configuration: names or numbers. */
final class UserNames {

  /** What useradd(8) allows, or a number. */
  private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}|[0-9]{1,9}");

  private UserNames() {}

  /**
   * The users, none when there is no such key.
   *
   * @throws IllegalArgumentException for what is neither a name nor a number.
   */
  static List<String> require(String key, @Nullable List<String> users) {
    List<String> names = users == null ? List.of() : List.copyOf(users);
    for (String name : names) {
      if (!USER.matcher(name).matches()) {
        throw new IllegalArgumentException(
            key + ": expected names or numbers of users, got '" + name + "'");
      }
    }
    return names;
  }
}
