package io.junctor.mqtt.mapping;

import java.util.Random;

/** Names an attacker would try: separators, wildcards, traversal, encodings, control characters. */
final class Hostile {

  private static final String[] PARTS = {
    "a",
    "b",
    "fridge",
    "level",
    "",
    ".",
    "..",
    "/",
    "//",
    "+",
    "#",
    "$",
    "$SYS",
    "$share",
    "wamp",
    "wamp.session",
    "%2E",
    "%2F",
    "%00",
    "\0",
    " ",
    "\t",
    "\n",
    "\u0085",
    "\u00a0",
    "\u2028",
    "\u202e",
    "\ud800",
    "\udc00",
    "😀",
    "ä",
    "a\u0308",
    "A",
    "\u2024",
    "\uff0e",
    "\u2215",
    "\\",
    "com",
    "example",
    "demo",
    "in",
    "site",
    "*",
    "?",
    "~",
    "'",
    "\"",
    "{",
    "<"
  };

  private Hostile() {}

  /** A name, most of the time below the prefix and with the right separator. */
  static String name(Random random, String prefix, char separator) {
    StringBuilder name = new StringBuilder();
    if (random.nextInt(8) != 0) {
      name.append(prefix);
    }
    int parts = 1 + random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      if (i > 0 && random.nextInt(10) != 0) {
        name.append(random.nextInt(10) == 0 ? (separator == '/' ? '.' : '/') : separator);
      }
      name.append(PARTS[random.nextInt(random.nextInt(3) == 0 ? PARTS.length : 4)]);
    }
    return name.toString();
  }
}
