package io.junctor.router;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.uri.MetaUri;
import io.junctor.wamp.uri.Uri;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What sessions have defined for reflection. A definition ends with the session that made it.
 *
 * <p>Several sessions may define the same, as the callees of a shared registration do: the newest
 * counts, and when its session leaves, the one before counts again.
 *
 * <p>Whoever subscribes to {@code wamp.reflect.on_define} and {@code on_undefine} hears of what it
 * may use, and of nothing else.
 *
 * @see <a href="https://wamp-proto.org/wamp_latest_ietf.html#name-interface-reflection">WAMP:
 *     Interface Reflection</a>
 */
@OwnedBy("realm loop")
final class Definitions {

  /** What a definition changed. */
  enum Change {
    NEW,
    OTHER,
    NOTHING
  }

  /** All that sessions say about one name, the newest last. */
  private static final class Defined {
    private final Map<Long, Definition> bySession = new LinkedHashMap<>(); // session -> its own
    private @Nullable Definition current;

    void put(long session, Definition definition) {
      bySession.remove(session); // to be the newest again
      bySession.put(session, definition);
      current = definition;
    }

    void remove(long session) {
      bySession.remove(session);
      current = null;
      bySession.values().forEach(definition -> current = definition);
    }
  }

  private final RouterLimits limits;
  private final Holdings holdings;
  private final Permissions permissions;
  private final Dispatcher dispatcher;
  private final Serializer serializer; // of the contents and the events
  private final Map<DefinedName, Defined> all = new LinkedHashMap<>(); // in the order of lists
  private final Map<ResourceType, PatternTable<Defined>> tables = new EnumMap<>(ResourceType.class);

  Definitions(
      RouterLimits limits,
      Holdings holdings,
      Permissions permissions,
      Dispatcher dispatcher,
      Function<Format, Serializer> serializers) {
    this.limits = limits;
    this.holdings = holdings;
    this.permissions = permissions;
    this.dispatcher = dispatcher;
    this.serializer = serializers.apply(MetaEvents.FORMAT);
    for (ResourceType type : ResourceType.values()) {
      tables.put(type, new PatternTable<>());
    }
  }

  private PatternTable<Defined> table(ResourceType type) {
    return Objects.requireNonNull(tables.get(type));
  }

  /**
   * A session defines something, or says something else about it.
   *
   * @throws WampError when there is no room.
   */
  Change define(Member member, Definition definition, Turn turn) {
    DefinedName name = definition.name();
    requireRoom(member, definition);
    forget(member, name);
    member.definitions.put(name, definition);
    member.definitionBytes += definition.bytes();
    holdings.take(definition.cost());
    Defined defined = all.get(name);
    if (defined == null) {
      defined = new Defined();
      all.put(name, defined);
      table(name.type()).put(name.uri(), name.match(), defined);
    }
    Definition before = defined.current;
    defined.put(member.id(), definition);
    if (before == null) {
      tellDefined(definition, true, turn);
      return Change.NEW;
    }
    if (before.says(definition)) {
      return Change.NOTHING;
    }
    tellDefined(definition, false, turn);
    return Change.OTHER;
  }

  private void requireRoom(Member member, Definition definition) {
    Definition own = member.definitions.get(definition.name());
    if (own == null && member.definitions.size() >= limits.definitionsPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.definitionsPerSessionMax() + " definitions per session");
    }
    long bytes = member.definitionBytes + definition.bytes() - (own == null ? 0 : own.bytes());
    if (bytes > limits.definitionBytesPerSessionMax()) {
      throw new WampError(
          RouterErrors.LIMIT_EXCEEDED,
          "at most " + limits.definitionBytesPerSessionMax() + " bytes of definitions per session");
    }
    holdings.requireRoom(definition.cost() - (own == null ? 0 : own.cost()));
  }

  /** The session's bounds only. */
  private boolean forget(Member member, DefinedName name) {
    Definition own = member.definitions.remove(name);
    if (own == null) {
      return false;
    }
    member.definitionBytes -= own.bytes();
    holdings.give(own.cost());
    return true;
  }

  /**
   * A session's definition ends.
   *
   * @return whether there was one.
   */
  boolean remove(Member member, DefinedName name, Turn turn) {
    if (!forget(member, name)) {
      return false;
    }
    Defined defined = Objects.requireNonNull(all.get(name));
    Definition before = Objects.requireNonNull(defined.current);
    defined.remove(member.id());
    Definition after = defined.current;
    if (after == null) {
      all.remove(name);
      table(name.type()).remove(name.uri(), name.match());
      tell(MetaUri.REFLECT_ON_UNDEFINE, name, List.of(name.uri()), turn);
    } else if (!after.says(before)) {
      tellDefined(after, false, turn);
    }
    return true;
  }

  /** A session is gone, and what it has defined with it. */
  void leave(Member member, Turn turn) {
    List.copyOf(member.definitions.keySet()).forEach(name -> remove(member, name, turn));
  }

  /** What is said about the URI: by its own definition, else by the pattern that fits best. */
  @Nullable Definition find(ResourceType type, String uri) {
    if (Uri.isReserved(uri) || Uris.isAdministration(uri)) {
      return null; // a pattern may match it, but whoever defined that does not speak for the router
    }
    Defined defined = table(type).bestMatch(uri);
    return defined == null ? null : defined.current;
  }

  /** What is said about the URI to a member; null when nothing is, or it may not use it. */
  @Nullable Definition find(ResourceType type, String uri, MetaCall call) {
    Definition found = find(type, uri);
    return found != null && call.mayUse(permissions, found.name().type().uses(), uri)
        ? found
        : null;
  }

  /** What has a definition and can be used by the caller, in the order it was defined. */
  Collection<DefinedName> names(ResourceType type, MetaCall call) {
    List<DefinedName> names = new ArrayList<>();
    for (DefinedName name : all.keySet()) {
      if (name.type() == type && mayUse(call.caller(), name, call.turn())) {
        names.add(name);
      }
    }
    return names;
  }

  /** The dictionary that was defined. */
  Object content(Definition definition) {
    return Objects.requireNonNull(serializer.args(definition.content()).getFirst());
  }

  private boolean mayUse(Member member, DefinedName name, Turn turn) {
    return permissions.allows(member, name.type().uses(), name.uri(), name.match(), turn);
  }

  private void tellDefined(Definition definition, boolean isNew, Turn turn) {
    DefinedName name = definition.name();
    List<?> args = List.of(name.uri(), content(definition), isNew);
    tell(MetaUri.REFLECT_ON_DEFINE, name, args, turn);
  }

  private void tell(String topic, DefinedName name, List<?> args, Turn turn) {
    Set<Long> audience = new HashSet<>();
    dispatcher
        .subscriptions()
        .forEachMatch(
            topic,
            subscription -> {
              for (Member subscriber : subscription.subscribers()) {
                if (mayUse(subscriber, name, turn)) {
                  audience.add(subscriber.id());
                }
              }
            });
    if (!audience.isEmpty()) {
      Map<String, Object> kwargs = Map.of("type", name.type().id(), "match", name.match().id());
      dispatcher.publishMeta(
          topic, Audience.only(audience), serializer.payload(args, kwargs), turn);
    }
  }
}
