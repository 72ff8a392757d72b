package io.junctor.router;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Cancel;
import io.junctor.wamp.uri.MatchPolicy;
import org.jspecify.annotations.Nullable;

/** Calls that the router itself makes: without permission, and only to exact registrations. */
@OwnedBy("realm loop")
final class InternalCalls implements AuthorizerProcedure.Caller {

  private final Registrations registrations;
  private final Dealer dealer;
  private final Cancellation cancellation;

  InternalCalls(Registrations registrations, Dealer dealer, Cancellation cancellation) {
    this.registrations = registrations;
    this.dealer = dealer;
    this.cancellation = cancellation;
  }

  @Override
  public boolean isRegistered(String procedure) {
    Registration registration = registrations.get(procedure, MatchPolicy.EXACT);
    return registration != null && registration.size() > 0;
  }

  @Override
  public void call(Member caller, Call call, Turn turn) {
    dealer.call(caller, call, Disclosure.FORBIDDEN, turn);
  }

  @Override
  public @Nullable Member callee(Member caller, long request) {
    PendingCall call = caller.calls.get(request);
    return call == null ? null : call.callee().member();
  }

  @Override
  public void cancel(Member caller, Cancel cancel, Turn turn) {
    cancellation.cancel(caller, cancel, turn);
  }
}
