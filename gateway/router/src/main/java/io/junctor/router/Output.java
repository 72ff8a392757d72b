package io.junctor.router;

import io.junctor.wamp.message.Message;
import io.junctor.wamp.transport.CloseCause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Realm} wants done, in order. Immutable; may cross threads. */
public sealed interface Output {

  /** One message for one session. */
  record Send(long session, Message message) implements Output {}

  /**
   * One message for many sessions, so that it is encoded once per format.
   *
   * @param sessions the receivers, not empty, each once; unmodifiable.
   * @param publisher the session whose publication it is, which may have left; {@link
   *     #NO_PUBLISHER} for one of the router.
   */
  record SendAll(List<Long> sessions, Message message, long publisher) implements Output {

    /** No session has this id. */
    public static final long NO_PUBLISHER = 0;
  }

  /**
   * What becomes of events for a session that does not keep up, from the next one on. Until one
   * comes: {@link ReaderPolicy#DROP_OLDEST}.
   *
   * @param subscription of which subscription's events; {@link #WHOLE_SESSION} for all that are not
   *     spoken of.
   * @param policy null: what holds for the whole session.
   * @param afterBlock see {@link ReaderRule}.
   */
  record Reader(
      long session, long subscription, @Nullable ReaderPolicy policy, ReaderPolicy afterBlock)
      implements Output {

    /** No subscription has this id. */
    public static final long WHOLE_SESSION = 0;
  }

  /**
   * The realm has removed the session; it gets its farewell and its link is closed. Nothing more is
   * sent to it, and {@link Realm#leave} for it does nothing.
   *
   * @param farewell GOODBYE or ABORT.
   */
  record Kick(long session, Message farewell, CloseCause cause) implements Output {}

  /**
   * The entry is to be journalled; then {@link Realm#onConfirmed} or {@link Realm#onFailed} is to
   * be called. Entries are to be appended in the order of these outputs.
   */
  record Append(Ticket ticket, JournalEntry entry) implements Output {}

  /** Somebody is to be asked for permission; {@link Realm#onDecision} brings the answer. */
  record Ask(Ticket ticket, AuthorizationRequest request) implements Output {}

  /**
   * A bug, of the router or of an authorizer, that was contained: to be logged. What had to be done
   * about it is in the outputs beside it.
   *
   * @param session whose message brought it up.
   * @param what a sentence.
   */
  record Fault(long session, String what, RuntimeException cause) implements Output {}
}
