package io.junctor.wamp.serializer;

import java.util.Locale;

/** What a value on the wire is. */
enum Kind {
  NULL,
  BOOL,
  INTEGER,
  FLOAT,
  STRING,
  BINARY,
  LIST,
  DICT;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
