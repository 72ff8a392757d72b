package io.junctor.mqtt.mapping;

import io.junctor.wamp.uri.MatchPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A topic filter of MQTT: {@code +} is one level, {@code #} at the end any number, the parent
 * included.
 *
 * <p>WAMP's patterns say a little more or a little less: its prefix goes by characters and does not
 * include the parent, its wildcard has a fixed length. {@link #patterns()} therefore covers the
 * filter, and {@link #matches} decides for each topic that comes.
 */
public final class TopicFilter {

  private static final String ONE = "+";
  private static final String REST = "#";
  private static final String WANTED =
      "levels as of a topic, '+' for one and '#' for the last, not below '$' or 'wamp'";

  private final List<String> levels; // without the last '#'
  private final boolean open; // ends in '#'

  private TopicFilter(List<String> levels, boolean open) {
    this.levels = List.copyOf(levels);
    this.open = open;
  }

  /** Reads a filter. */
  public static TopicFilter parse(String text) throws Unmappable {
    List<String> levels = new ArrayList<>(Arrays.asList(text.split("/", -1)));
    boolean open = levels.getLast().equals(REST);
    if (open) {
      levels.removeLast();
    }
    StringBuilder sample = new StringBuilder("x".repeat(levels.isEmpty() ? 1 : 0));
    for (String level : levels) {
      // a topic that the filter matches must be one that can be mapped
      sample.append(sample.isEmpty() ? "" : "/").append(level.equals(ONE) ? "x" : level);
    }
    try {
      Topics.toUri(sample.toString());
    } catch (Unmappable e) {
      throw Unmappable.of("filter", text, WANTED);
    }
    return new TopicFilter(levels, open);
  }

  /** The same below a topic that has no wildcards. */
  TopicFilter below(String topic) {
    List<String> longer = new ArrayList<>(Arrays.asList(topic.split("/", -1)));
    longer.addAll(levels);
    return new TopicFilter(longer, open);
  }

  /** Whether a topic name passes; never one that begins with {@code $}. */
  public boolean matches(String topic) {
    if (topic.startsWith("$")) {
      return false;
    }
    String[] parts = topic.split("/", -1);
    if (open ? parts.length < levels.size() : parts.length != levels.size()) {
      return false;
    }
    for (int i = 0; i < levels.size(); i++) {
      if (!levels.get(i).equals(ONE) && !levels.get(i).equals(parts[i])) {
        return false;
      }
    }
    return true;
  }

  /** Subscriptions that together see every URI whose topic passes, and maybe more. */
  public List<WampPattern> patterns() {
    boolean hasOne = levels.contains(ONE);
    if (!open) {
      String uri = hasOne ? wildcard() : String.join(".", levels);
      return List.of(
          new WampPattern(uri, hasOne ? MatchPolicy.WILDCARD : MatchPolicy.EXACT, false));
    }
    List<String> fixed = hasOne ? levels.subList(0, levels.indexOf(ONE)) : levels;
    String parent = String.join(".", fixed);
    String prefix = fixed.isEmpty() ? "" : parent + ".";
    WampPattern below = new WampPattern(prefix, MatchPolicy.PREFIX, false);
    return hasOne || fixed.isEmpty()
        ? List.of(below)
        : List.of(below, new WampPattern(parent, MatchPolicy.EXACT, true));
  }

  private String wildcard() {
    return String.join(".", levels.stream().map(level -> level.equals(ONE) ? "" : level).toList());
  }

  /** As MQTT writes it. */
  @Override
  public String toString() {
    String fixed = String.join("/", levels);
    return open ? (fixed.isEmpty() ? REST : fixed + "/" + REST) : fixed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicFilter filter
        && filter.open == open
        && filter.levels.equals(levels);
  }

  @Override
  public int hashCode() {
    return levels.hashCode() * 2 + (open ? 1 : 0);
  }
}
