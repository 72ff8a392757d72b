package io.junctor.component;

import io.junctor.component.session.CancelMode;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.NotConnectedException;
import io.junctor.component.session.PendingCall;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The component: what it offers, and what it asks of the present session. Any thread. */
final class ReconnectingComponent implements Component {

  private final String realm;
  private final int eventsMax;
  private final Lifecycle lifecycle;
  private final Offers offers;
  private final Invocations invocations;

  ReconnectingComponent(
      String realm, int eventsMax, Lifecycle lifecycle, Offers offers, Invocations invocations) {
    this.realm = realm;
    this.eventsMax = eventsMax;
    this.lifecycle = lifecycle;
    this.offers = offers;
    this.invocations = invocations;
  }

  @Override
  public Optional<JoinedSession> session() {
    return Optional.ofNullable(lifecycle.up()).map(Lifecycle.Up::details);
  }

  @Override
  public void publish(String topic, @Nullable Object event, PublishOptions options) {
    WampSession session = present("PUBLISH " + topic);
    Payload payload = Codec.payload(session.format(), Values.toArguments(event));
    Await.writable(session, "PUBLISH " + topic);
    Await.answer(
        session.publish(topic, options.toDict(), payload),
        Await.ANSWER_TIMEOUT,
        "PUBLISH " + topic);
  }

  @Override
  public Arguments call(String procedure, CallOptions options, @Nullable Object... args) {
    WampSession session = present("CALL " + procedure);
    Payload payload = Codec.payload(session.format(), Values.toArguments(args));
    Await.writable(session, "CALL " + procedure);
    CallWait wait = new CallWait("CALL " + procedure, options);
    PendingCall pending =
        session.call(
            procedure,
            options.toDict(),
            payload,
            options.onProgress() == null ? null : wait::progressed);
    Result result = wait.forResult(pending);
    return Codec.arguments(result.payload());
  }

  @Override
  public Registration register(
      String procedure, RegisterOptions options, ProcedureHandler handler) {
    ProcedureOffer offer = new ProcedureOffer(offers, invocations, procedure, options, handler);
    offerAll(List.of(offer));
    return offer;
  }

  @Override
  public Subscription subscribe(String topic, SubscribeOptions options, EventHandler handler) {
    TopicOffer offer = new TopicOffer(offers, eventsMax, topic, options, handler);
    offerAll(List.of(offer));
    return offer;
  }

  @Override
  public Served serve(String prefix, Object service) {
    Service found = Service.of(prefix, service);
    List<Registration> registrations = new ArrayList<>();
    List<Subscription> subscriptions = new ArrayList<>();
    List<Offer<?>> all = new ArrayList<>();
    for (Service.FoundProcedure one : found.procedures()) {
      ProcedureOffer offer =
          new ProcedureOffer(offers, invocations, one.uri(), one.options(), one.handler());
      registrations.add(offer);
      all.add(offer);
    }
    for (Service.FoundTopic one : found.topics()) {
      TopicOffer offer = new TopicOffer(offers, eventsMax, one.uri(), one.options(), one.handler());
      subscriptions.add(offer);
      all.add(offer);
    }
    offerAll(all);
    return new ServedObject(List.copyOf(registrations), List.copyOf(subscriptions));
  }

  private record ServedObject(List<Registration> registrations, List<Subscription> subscriptions)
      implements Served {
    @Override
    public void close() {
      registrations.forEach(Registration::close);
      subscriptions.forEach(Subscription::close);
    }
  }

  @Override
  public void testament(String topic, @Nullable Object event, PublishOptions options) {
    offerAll(List.of(new TestamentOffer(topic, Values.toArguments(event), options)));
  }

  @Override
  public void close() {
    lifecycle.close();
    offers.withdrawAll();
  }

  /** Adds all; when there is a session, waits for its answers and keeps all or none. */
  private void offerAll(List<? extends Offer<?>> added) {
    added.forEach(offers::add);
    Lifecycle.Up up = lifecycle.up();
    if (up == null) {
      return;
    }
    try {
      List<CompletableFuture<?>> answers = new ArrayList<>();
      added.forEach(offer -> answers.add(offer.ask(up.session())));
      for (int i = 0; i < answers.size(); i++) {
        Await.answer(answers.get(i), Await.ANSWER_TIMEOUT, added.get(i).uri());
      }
    } catch (io.junctor.component.session.SessionException e) {
      // The session went away meanwhile: the next one will be asked.
    } catch (WampError e) {
      added.forEach(Offer::withdraw);
      added.forEach(offers::remove);
      throw e;
    }
  }

  private WampSession present(String what) {
    Lifecycle.Up up = lifecycle.up();
    if (up == null) {
      throw new NotConnectedException(what + ": not connected to realm " + realm + ", not sent");
    }
    return up.session();
  }

  /** Cancels a call that nobody waits for any more. */
  static void giveUp(PendingCall pending) {
    pending.cancel(CancelMode.KILLNOWAIT);
  }
}
