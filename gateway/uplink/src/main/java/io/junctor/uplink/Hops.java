package io.junctor.uplink;

import io.junctor.wamp.message.Dict;
import java.util.ArrayList;
import java.util.List;

/**
 * The uplinks a message has crossed, from its {@code forward_for}.
 *
 * @param list a dictionary for each, the first one first.
 */
record Hops(List<?> list) {

  /** Device, site, region, cloud and some to spare; a longer way is a circle. */
  static final int MAX = 8;

  static final String KEY = "forward_for";
  private static final String VIA = "via";
  private static final String OWN = "_junctor_";

  /** Of EVENT or INVOCATION details, or of PUBLISH options. */
  static Hops of(Dict details) {
    Object list = details.get(KEY);
    return new Hops(list instanceof List<?> hops ? hops : List.of());
  }

  /** Whether an uplink may take the message. */
  boolean mayCross(String uplink) {
    return list.size() < MAX && list.stream().noneMatch(hop -> isVia(hop, uplink));
  }

  private static boolean isVia(Object hop, String uplink) {
    return hop instanceof Dict dict && uplink.equals(dict.get(VIA));
  }

  /** Adds the options of a message that crosses an uplink: the way so far and this step of it. */
  void addTo(
      Dict.Builder options, Dict details, long session, String who, String role, String via) {
    List<Object> longer = new ArrayList<>(list);
    longer.add(
        Dict.builder()
            .put("session", session)
            .put("authid", who)
            .put("authrole", role)
            .put(VIA, via)
            .build());
    options.put(KEY, longer);
    details
        .asMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(OWN)) {
                options.put(key, value);
              }
            });
  }

  /** The same for EVENT or INVOCATION details, which name {@code publisher} or {@code caller}. */
  void addTo(Dict.Builder options, Dict details, String role, String via) {
    addTo(
        options,
        details,
        details.integer(role, 0),
        details.string(role + "_authid", ""),
        details.string(role + "_authrole", ""),
        via);
  }
}
