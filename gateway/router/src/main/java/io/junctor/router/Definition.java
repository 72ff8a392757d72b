package io.junctor.router;

import io.junctor.wamp.message.Payload;
import java.util.Arrays;

/**
 * What somebody says about a procedure, topic or error; the router only carries it.
 *
 * @param name what it is about.
 * @param content a dictionary as the only argument, as JSON.
 */
record Definition(DefinedName name, Payload content) {

  /** What counts against the bounds of its session. */
  int bytes() {
    return content.length();
  }

  /** What counts against the bound of the realm. */
  long cost() {
    return Holdings.ofPattern(name.uri(), name.match()) + bytes();
  }

  /** Whether the other says the same, to the letter. */
  boolean says(Definition other) {
    return Arrays.equals(
        content.bytes(),
        content.offset(),
        content.offset() + content.length(),
        other.content.bytes(),
        other.content.offset(),
        other.content.offset() + other.content.length());
  }
}
