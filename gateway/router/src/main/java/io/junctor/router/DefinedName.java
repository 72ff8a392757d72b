package io.junctor.router;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.Map;

/**
 * What is defined for reflection: a procedure and a topic of the same URI are two things.
 *
 * @param type what it is.
 * @param uri the URI or pattern.
 * @param match how the pattern is compared.
 */
record DefinedName(ResourceType type, String uri, MatchPolicy match) {

  /** As the lists of reflection have it, where all are of one type. */
  static Map<String, Object> listed(String uri, MatchPolicy match) {
    return Map.of("uri", uri, "match", match.id());
  }
}
