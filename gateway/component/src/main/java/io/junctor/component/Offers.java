package io.junctor.component;

import io.junctor.component.session.SessionException;
import io.junctor.component.session.WampSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything a component asks of its router in every session. Any thread. */
final class Offers {

  private final List<Offer<?>> all = new CopyOnWriteArrayList<>();
  private final Runnable onChange;

  /**
   * Nothing yet.
   *
   * @param onChange runs when the router took something back; must not block.
   */
  Offers(Runnable onChange) {
    this.onChange = onChange;
  }

  void add(Offer<?> offer) {
    all.add(offer);
  }

  void remove(Offer<?> offer) {
    all.remove(offer);
  }

  void changed() {
    onChange.run();
  }

  boolean allStand() {
    return all.stream().allMatch(Offer::isStanding);
  }

  /**
   * Asks for what does not stand yet, testaments first, all at once, and waits for the answers.
   *
   * @return what was refused; the offers remember it too.
   * @throws SessionException when the session is over.
   */
  List<WampError> askAll(WampSession session) {
    List<Offer<?>> now = new ArrayList<>(all);
    now.sort(java.util.Comparator.comparing(offer -> !(offer instanceof TestamentOffer)));
    List<CompletableFuture<?>> answers = new ArrayList<>(now.size());
    now.forEach(offer -> answers.add(offer.ask(session)));
    List<WampError> refusals = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      try {
        Await.answer(answers.get(i), Await.ANSWER_TIMEOUT, now.get(i).uri());
      } catch (WampError e) {
        now.get(i).refused(e);
        refusals.add(e);
      } catch (IllegalStateException e) {
        // Closed by another thread just now.
      }
    }
    return refusals;
  }

  /** Tells the listener what was refused or revoked since the last time. */
  void tellRefusals(LifecycleListener listener) {
    for (Offer<?> offer : all) {
      WampError refusal = offer.takeRefusal();
      if (refusal != null) {
        listener.refused(offer.uri(), refusal);
      }
    }
  }

  /** The session is over. */
  void lost(WampSession session) {
    all.forEach(offer -> offer.lost(session, null));
  }

  /** Takes everything back. */
  void withdrawAll() {
    all.forEach(Offer::withdraw);
    all.clear();
  }
}
