package io.junctor.devices.thing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Facts for programs and people, in the order in which they are said. */
public final class Facts {

  private Facts() {}

  /** Two facts; {@code Map.of} would order them differently in each process. */
  public static Map<String, Object> of(String first, Object one, String second, Object other) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(first, one);
    facts.put(second, other);
    return Collections.unmodifiableMap(facts);
  }
}
