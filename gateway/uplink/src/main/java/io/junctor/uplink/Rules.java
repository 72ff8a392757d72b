package io.junctor.uplink;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may cross in one direction.
 *
 * @param events topics whose events cross.
 * @param calls procedures that may be called across: the call crosses in this direction, the result
 *     comes back.
 */
public record Rules(List<ForwardRule> events, List<ForwardRule> calls) {

  /** Nothing crosses. */
  public static final Rules NONE = new Rules(List.of(), List.of());

  public Rules {
    events = List.copyOf(events);
    calls = List.copyOf(calls);
  }

  /** Whether there is a rule for a topic. */
  public boolean coversEvent(String topic) {
    return forEvent(topic) != null;
  }

  /** The first rule for a topic; null when its events may not cross. */
  @Nullable ForwardRule forEvent(String topic) {
    for (ForwardRule rule : events) {
      if (rule.matches(topic)) {
        return rule;
      }
    }
    return null;
  }
}
