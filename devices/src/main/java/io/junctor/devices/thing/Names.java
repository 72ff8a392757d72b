package io.junctor.devices.thing;

import java.util.regex.Pattern;

/** Names that become parts of URIs. */
final class Names {

  /** A loose URI component of WAMP without the characters MQTT gives a meaning to. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,63}");

  private Names() {}

  static void require(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + ": expected a letter, then up to 63 of letters, digits, _ and -, got '"
              + name
              + "'");
    }
  }
}
