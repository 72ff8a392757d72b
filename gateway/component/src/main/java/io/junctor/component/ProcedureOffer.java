package io.junctor.component;

import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.InvocationHandler;
import io.junctor.component.session.SessionRegistration;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.ErrorUri;
import java.util.concurrent.CompletionStage;

/** A procedure that is registered in every session. */
final class ProcedureOffer extends Offer<SessionRegistration> implements Registration {

  private final Offers offers;
  private final Invocations invocations;
  private final String procedure;
  private final RegisterOptions options;
  private final ProcedureHandler handler;

  ProcedureOffer(
      Offers offers,
      Invocations invocations,
      String procedure,
      RegisterOptions options,
      ProcedureHandler handler) {
    this.offers = offers;
    this.invocations = invocations;
    this.procedure = procedure;
    this.options = options;
    this.handler = handler;
  }

  @Override
  public String procedure() {
    return procedure;
  }

  @Override
  String uri() {
    return procedure;
  }

  @Override
  CompletionStage<SessionRegistration> make(WampSession session) {
    return session.register(
        procedure,
        options.toDict(),
        new InvocationHandler() {
          @Override
          public void onInvocation(IncomingCall call) {
            invocations.start(session, call, procedure, handler);
          }

          @Override
          public void onRevoked(Dict details) {
            String reason = details.string("reason", ErrorUri.CANCELED);
            lost(session, new WampError(reason, "the router revoked the registration"));
            offers.changed();
          }
        });
  }

  @Override
  void unmake(SessionRegistration standing) {
    var _ = standing.unregister();
  }

  @Override
  public void close() {
    if (withdraw()) {
      offers.remove(this);
    }
  }
}
