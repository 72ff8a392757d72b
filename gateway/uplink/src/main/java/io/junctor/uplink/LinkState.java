package io.junctor.uplink;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the line is.
 *
 * @param value online, degraded (up, but something does not get over) or offline.
 * @param reason why not online, for people; null when online.
 * @param since when {@code value} became so.
 * @param backlog durable records that wait for the other side, at most.
 * @param dropped live events that did not cross because the line did not keep up, since the start:
 *     not sent from here, or left out for us by either router.
 * @param refused durable records that the other side will never take, since the start.
 * @param remote where the other side is.
 */
public record LinkState(
    Value value,
    @Nullable String reason,
    Instant since,
    long backlog,
    long dropped,
    long refused,
    String remote) {

  /** The three things it can say. */
  public enum Value {
    ONLINE("online"),
    DEGRADED("degraded"),
    OFFLINE("offline");

    private final String text;

    Value(String text) {
      this.text = text;
    }

    /** As published. */
    public String text() {
      return text;
    }
  }

  /** As published: keyword name to value. */
  public Map<String, Object> kwargs(Instant now) {
    Map<String, Object> kwargs = new LinkedHashMap<>();
    kwargs.put("value", value.text());
    if (reason != null) {
      kwargs.put("reason", reason);
    }
    kwargs.put("since", since.toString());
    kwargs.put("backlog", backlog);
    kwargs.put("dropped", dropped);
    kwargs.put("refused", refused);
    kwargs.put("remote", remote);
    kwargs.put("time", now.toString());
    return kwargs;
  }
}
