package io.junctor.server;

import io.junctor.router.ReaderPolicy;
import io.junctor.wamp.message.Event;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the realm has said of one reader. Guarded by the outbox's lock. */
final class ReaderPolicies {

  private ReaderPolicy ofSession = ReaderPolicy.DROP_OLDEST;
  private ReaderPolicy afterBlock = ReaderPolicy.DROP_OLDEST;
  private @Nullable Map<Long, ReaderPolicy> ofSubscriptions; // id -> policy; null: none has one

  /** Sets what holds where a subscription has none. */
  void setForSession(ReaderPolicy policy, ReaderPolicy after) {
    ofSession = policy;
    afterBlock = after;
  }

  /** Sets what holds for one subscription; null: what holds for the session. */
  void set(long subscription, @Nullable ReaderPolicy policy, ReaderPolicy after) {
    if (policy == null) {
      if (ofSubscriptions != null) {
        ofSubscriptions.remove(subscription);
      }
      return;
    }
    if (ofSubscriptions == null) {
      ofSubscriptions = new HashMap<>();
    }
    ofSubscriptions.put(subscription, policy);
    afterBlock = after;
  }

  ReaderPolicy of(Event event) {
    ReaderPolicy own = ofSubscriptions == null ? null : ofSubscriptions.get(event.subscription());
    return own == null ? ofSession : own;
  }

  ReaderPolicy ofSession() {
    return ofSession;
  }

  /** What follows a block whose time is over. */
  ReaderPolicy afterBlock() {
    return afterBlock;
  }
}
