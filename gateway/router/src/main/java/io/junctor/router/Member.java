package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.session.Feature;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.session.SessionDetails;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A session in a realm with everything that ends when it leaves. Only those who are named change
 * what they keep here.
 */
@OwnedBy("realm loop")
final class Member {

  private final SessionDetails details;
  private final @Nullable BiConsumer<Message, Turn> inbox;
  private boolean gone;

  private @Nullable Dict asCaller; // made when it is first disclosed
  private @Nullable Dict asPublisher;

  // set by Broker
  final Map<Long, Subscription> subscriptions = new LinkedHashMap<>(); // id -> subscription

  // set by Readers
  final Set<Long> readerPolicies = new HashSet<>(0); // subscriptions that have one of their own

  // set by Registrations
  final Map<Long, Callee> registrations = new LinkedHashMap<>(); // registration id -> callee

  // set by Dealer
  final Map<Long, PendingCall> calls = new LinkedHashMap<>(); // CALL request -> call it made
  final Map<Long, PendingCall> invocations = new LinkedHashMap<>(); // invocation -> call it answers
  final Tombstones tombstones = new Tombstones();
  long lastInvocation;
  int openStreams; // how many of the calls have arguments in several messages
  private @Nullable EndedStreams endedStreams; // null: it never had a progressive call

  // set by TestamentMetaApi
  final Testaments testaments = new Testaments();

  // set by Definitions
  final Map<DefinedName, Definition> definitions = new LinkedHashMap<>(0); // name -> what it says
  long definitionBytes;

  // set by Lanes
  final Lane lane = new Lane();

  Member(SessionDetails details) {
    this.details = details;
    this.inbox = null;
  }

  /**
   * The router itself as somebody who takes part; it is in no list of sessions.
   *
   * @param inbox takes what would be sent to it.
   */
  Member(SessionDetails details, BiConsumer<Message, Turn> inbox) {
    this.details = details;
    this.inbox = inbox;
  }

  /** Takes what is sent to the router itself; null for a session. */
  @Nullable BiConsumer<Message, Turn> inbox() {
    return inbox;
  }

  long id() {
    return details.session();
  }

  /** How it is named to callees. */
  Dict asCaller() {
    if (asCaller == null) {
      asCaller = Identities.of(this, "caller");
    }
    return asCaller;
  }

  /** How it is named to subscribers. */
  Dict asPublisher() {
    if (asPublisher == null) {
      asPublisher = Identities.of(this, "publisher");
    }
    return asPublisher;
  }

  /** A progressive call ended before its last CALL came. */
  void endedStream(long request) {
    if (endedStreams == null) {
      endedStreams = new EndedStreams();
    }
    endedStreams.add(request);
  }

  /** The progressive calls that ended before their last CALL came; null: none ever did. */
  @Nullable EndedStreams endedStreams() {
    return endedStreams;
  }

  SessionDetails details() {
    return details;
  }

  boolean supports(Role role, Feature feature) {
    return details.supports(role, feature);
  }

  /** Whether it has left; publications that it was promised may still be on their way. */
  boolean isGone() {
    return gone;
  }

  void markGone() {
    gone = true;
  }

  @Override
  public String toString() {
    return "Member[" + id() + "]";
  }
}
