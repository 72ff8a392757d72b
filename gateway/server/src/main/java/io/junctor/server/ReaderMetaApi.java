package io.junctor.server;

import io.junctor.router.Output;
import io.junctor.router.ReaderPolicy;
import io.junctor.router.Realm;
import io.junctor.router.RouterProcedure;
import io.junctor.router.WampError;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What can be asked and heard of sessions that do not keep up. Owned by whoever has taken the
 * realm.
 */
final class ReaderMetaApi {

  /** Answers every session of the realm for which something waits or that has missed events. */
  static final String LIST = "junctor.reader.list";

  /** Answers the session whose id is given. */
  static final String GET = "junctor.reader.get";

  /**
   * Tells of a session that has missed events, or is ended so that it misses none unknowingly; at
   * most once a second each.
   */
  static final String ON_DROP = "junctor.reader.on_drop";

  /** Why a session was ended that was to miss nothing. */
  static final String CLOSED = "junctor.close.slow_reader";

  private final Realm realm;
  private final Map<Long, RealmPeer> sessions; // session id -> session

  ReaderMetaApi(Realm realm, Map<Long, RealmPeer> sessions) {
    this.realm = realm;
    this.sessions = sessions;
  }

  void addProcedures() {
    realm.addProcedure(LIST, _ -> List.of(list()));
    realm.addProcedure(GET, this::get);
  }

  private List<Map<String, Object>> list() {
    return sessions.entrySet().stream()
        .filter(entry -> entry.getValue().reading().isNotable())
        .map(entry -> entry.getValue().reading().describe(entry.getKey()))
        .toList();
  }

  private List<?> get(RouterProcedure.Arguments call) {
    if (call.args().isEmpty() || !(call.args().getFirst() instanceof Long id)) {
      throw new WampError(
          ErrorUri.INVALID_ARGUMENT, GET + ": expected a session id, got " + call.args());
    }
    RealmPeer session = sessions.get(id);
    if (session == null) {
      throw new WampError(ErrorUri.NO_SUCH_SESSION, "there is no session " + id);
    }
    return List.of(session.reading().describe(id));
  }

  void tellLoss(long session, ReaderStats stats, Instant now, Consumer<? super Output> out) {
    realm.publish(ON_DROP, List.of(stats.describe(session)), now, out);
  }

  void expel(long session, ReaderStats stats, Instant now, Consumer<? super Output> out) {
    tellLoss(session, stats, now, out);
    Dict details =
        Dict.builder()
            .put("message", "this session did not keep up with its events")
            .put("policy", ReaderPolicy.DISCONNECT.id())
            .put("dropped", stats.dropped())
            .build();
    realm.expel(session, new Goodbye(details, CLOSED), CloseCause.SLOW_READER, now, out);
  }
}
