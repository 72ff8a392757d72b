package io.junctor.router;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.EventReceived;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Interrupt;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.ProtocolViolation;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Unregister;
import io.junctor.wamp.message.Unregistered;
import io.junctor.wamp.message.Unsubscribe;
import io.junctor.wamp.message.Unsubscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.session.Role;
import io.junctor.wamp.uri.ErrorUri;
import io.junctor.wamp.uri.MatchPolicy;
import io.junctor.wamp.uri.Uri;

/**
 * What a message of a session asks for, in three steps: {@link #check} it, ask {@link #decide}
 * whether it is permitted, carry it out with {@link #perform}. Messages that need no permission
 * skip the second step.
 */
@OwnedBy("realm loop")
final class Requests {

  private final int payloadBytesMax;
  private final Broker broker;
  private final Dispatcher dispatcher;
  private final Registrations registrations;
  private final Dealer dealer;
  private final Cancellation cancellation;
  private final MetaProcedures procedures;
  private final Permissions permissions;
  private final Errors errors;

  Requests(
      int payloadBytesMax,
      Broker broker,
      Dispatcher dispatcher,
      Registrations registrations,
      Dealer dealer,
      Cancellation cancellation,
      MetaProcedures procedures,
      Permissions permissions,
      Errors errors) {
    this.payloadBytesMax = payloadBytesMax;
    this.broker = broker;
    this.dispatcher = dispatcher;
    this.registrations = registrations;
    this.dealer = dealer;
    this.cancellation = cancellation;
    this.procedures = procedures;
    this.permissions = permissions;
    this.errors = errors;
  }

  /**
   * Checks a message that needs permission.
   *
   * @return what permission is needed; null when none is.
   * @throws WampError when it is refused, whoever sends it.
   * @throws ProtocolViolation when a client may not send it.
   */
  @org.jspecify.annotations.Nullable
  AuthorizationRequest check(Member member, Message message) {
    return switch (message) {
      case Publish publish -> {
        isAcknowledged(publish); // a wrong type must show before anything is answered
        Passthru.check(member, Role.PUBLISHER, publish.name(), publish.options());
        PayloadCheck.check(publish, payloadBytesMax);
        Uris.checkForPublish(publish.topic());
        yield ask(member, Action.PUBLISH, publish.topic(), MatchPolicy.EXACT, publish.options());
      }
      case Subscribe subscribe -> {
        MatchPolicy match = MatchPolicy.of(subscribe.options());
        Uris.check("topic", subscribe.topic(), match);
        yield ask(member, Action.SUBSCRIBE, subscribe.topic(), match, subscribe.options());
      }
      case Call call when Dealer.isContinuation(member, call) ->
          null; // the first one was asked for
      case Call call -> {
        Passthru.check(member, Role.CALLER, call.name(), call.options());
        PayloadCheck.check(call, payloadBytesMax);
        Uris.check("procedure", call.procedure(), MatchPolicy.EXACT);
        yield ask(member, Action.CALL, call.procedure(), MatchPolicy.EXACT, call.options());
      }
      case Register register -> {
        MatchPolicy match = MatchPolicy.of(register.options());
        Uris.check("procedure", register.procedure(), match);
        Uris.checkNotReserved("procedure", register.procedure());
        yield ask(member, Action.REGISTER, register.procedure(), match, register.options());
      }
      case Yield yield -> {
        Passthru.check(member, Role.CALLEE, yield.name(), yield.options());
        yield null;
      }
      case ErrorMessage error -> {
        Passthru.check(member, Role.CALLEE, error.name(), error.details());
        yield null;
      }
      case Unsubscribe _, Unregister _, Cancel _, EventReceived _ -> null;
      case Hello _, Welcome _, Challenge _, Authenticate _, Goodbye _, Abort _ ->
          throw unexpected(message);
      case Published _, Subscribed _, Unsubscribed _, Event _ -> throw unexpected(message);
      case Result _, Registered _, Unregistered _, Invocation _, Interrupt _ ->
          throw unexpected(message);
    };
  }

  private static AuthorizationRequest ask(
      Member member, Action action, String uri, MatchPolicy match, Dict options) {
    return new AuthorizationRequest(member.details(), action, uri, match, options);
  }

  private static ProtocolViolation unexpected(Message message) {
    return new ProtocolViolation("a realm did not expect " + message.name() + " from a client");
  }

  /** Asks for permission. */
  Decision decide(Member member, AuthorizationRequest request, Turn turn) {
    return permissions.decide(member, request, turn);
  }

  /** Counts the changes of permissions. */
  long epoch() {
    return permissions.epoch();
  }

  /** Who is asked where a rule says so; null for the shell. */
  @org.jspecify.annotations.Nullable
  AuthorizerProcedure procedure() {
    return permissions.procedure();
  }

  /**
   * Checks that whoever speaks for others may do so.
   *
   * @throws WampError when it may not.
   */
  void checkForwarding(Member member, Message message, Turn turn) {
    switch (message) {
      case Publish publish -> checkForwarding(member, publish.options(), publish.topic(), turn);
      case Call call -> checkForwarding(member, call.options(), call.procedure(), turn);
      case Message _ -> {}
    }
  }

  private void checkForwarding(Member member, Dict options, String uri, Turn turn) {
    if (Forwarding.isIn(options) && !permissions.mayForward(member, uri, turn)) {
      throw new WampError(
          ErrorUri.OPTION_NOT_ALLOWED,
          "forward_for: this session may not forward for others to " + uri);
    }
  }

  /**
   * Judges a permitted publication; nothing is sent yet.
   *
   * @throws WampError when it is refused.
   */
  Publication accept(Member publisher, Publish publish, Disclosure disclosure) {
    return broker.accept(publisher, publish, disclosure);
  }

  /** Sends an accepted publication to its subscribers. */
  void deliver(Publication publication, Turn turn) {
    dispatcher.deliver(publication, turn);
  }

  /** Carries out a permitted message that is no publication. */
  void perform(Member member, Message message, Disclosure disclosure, Turn turn) {
    switch (message) {
      case Subscribe subscribe ->
          broker.subscribe(member, subscribe, MatchPolicy.of(subscribe.options()), turn);
      case Register register ->
          registrations.register(member, register, MatchPolicy.of(register.options()), turn);
      case Call call when Dealer.isContinuation(member, call) -> dealer.proceed(member, call, turn);
      case Call call when isRoutersOwn(call.procedure()) -> procedures.call(member, call, turn);
      case Call call -> dealer.call(member, call, disclosure, turn);
      case Unsubscribe unsubscribe -> broker.unsubscribe(member, unsubscribe, turn);
      case Unregister unregister -> registrations.unregister(member, unregister, turn);
      case Cancel cancel -> cancellation.cancel(member, cancel, turn);
      case Yield yield -> dealer.onYield(member, yield, turn);
      case ErrorMessage error -> dealer.onError(member, error, turn);
      case EventReceived received ->
          dispatcher.receipts().onReceived(member, received.publication(), turn);
      case Message other -> throw unexpected(other);
    }
  }

  private static boolean isRoutersOwn(String procedure) {
    return Uri.isReserved(procedure) || Uris.isAdministration(procedure);
  }

  // A PUBLISH is only answered when the publisher asked for it, also when it failed.
  // https://wamp-proto.org/wamp_latest_ietf.html#name-publish-error
  void refuse(Member member, Message message, WampError error, Turn turn) {
    if (message instanceof Call call && Boolean.TRUE.equals(call.options().get("progress"))) {
      member.endedStream(call.request()); // what still comes of it must not pass for a new call
    }
    switch (message) {
      case Publish publish when !isAcknowledged(publish) -> {}
      case Cancel cancel ->
          errors.send(member, Call.CODE, cancel.request(), error.uri(), error.sentence(), turn);
      case Message.OfRequest request ->
          errors.send(
              member, request.code(), request.request(), error.uri(), error.sentence(), turn);
      case Message other ->
          throw new IllegalStateException("nothing to refuse in " + other.name(), error);
    }
  }

  private static boolean isAcknowledged(Publish publish) {
    return publish.options().bool("acknowledge", false);
  }

  /** An accepted publication failed after all. */
  void refuse(Publication publication, WampError error, Turn turn) {
    Member publisher = publication.publisher();
    if (publisher != null && publication.acknowledge() != 0) {
      errors.send(
          publisher, Publish.CODE, publication.acknowledge(), error.uri(), error.sentence(), turn);
    }
  }

  /** The error of a message that was not permitted. */
  static WampError denied(Decision decision) {
    return switch (decision) {
      case Decision.Deny deny -> new WampError(deny.error(), deny.message());
      case Decision.Later _ -> new WampError(ErrorUri.AUTHORIZATION_FAILED, "nobody decided");
      case Decision.Allow _ -> throw new IllegalArgumentException("permitted");
    };
  }
}
