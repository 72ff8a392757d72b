package io.junctor.uplink;

import io.junctor.component.session.CancelMode;
import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.InvocationHandler;
import io.junctor.component.session.PendingCall;
import io.junctor.component.session.RequestRefusedException;
import io.junctor.component.session.SessionException;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.ErrorMessage;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.PassthruAttributes;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls through one session what another is invoked for. A call that finds the line down fails at
 * once: commands are never stored. On the transports' threads; does not block.
 */
final class CallForwarder {

  /** The call came back to an uplink that it had crossed. */
  static final String LOOP = "junctor.error.loop";

  private final String uplink;
  private final Supplier<@Nullable WampSession> target;

  /** A way for calls; no session means that the line is down. */
  CallForwarder(String uplink, Supplier<@Nullable WampSession> target) {
    this.uplink = uplink;
    this.target = target;
  }

  /** Takes the invocations of a rule's registration. */
  InvocationHandler handlerOf(ForwardRule rule) {
    return call -> onInvocation(rule, call);
  }

  private void onInvocation(ForwardRule rule, IncomingCall call) {
    Dict details = call.invocation().details();
    Hops hops = Hops.of(details);
    WampSession session = target.get();
    String procedure = details.string("procedure", rule.uri());
    if (!rule.matches(procedure)) {
      refuse(call, ErrorUri.NO_SUCH_PROCEDURE, procedure + " does not cross " + uplink);
    } else if (!hops.mayCross(uplink)) {
      refuse(call, LOOP, procedure + " came back to " + uplink + ": nobody offers it");
    } else if (session == null) {
      refuse(call, ErrorUri.UNAVAILABLE, uplink + " is down; calls are not stored");
    } else if (!session.isWritable()) {
      refuse(call, ErrorUri.UNAVAILABLE, uplink + " does not keep up; calls are not stored");
    } else {
      Dict.Builder options = Dict.builder().put("timeout", details.integer("timeout"));
      hops.addTo(options, details, "caller", uplink);
      PassthruAttributes.copy(details, options);
      forward(session, call, rule.map(procedure), options.build());
    }
  }

  private void forward(WampSession session, IncomingCall call, String procedure, Dict options) {
    boolean progress = call.invocation().details().bool("receive_progress", false);
    Consumer<Result> onProgress = result -> call.progress(passthru(result), result.payload());
    PendingCall pending;
    try {
      pending =
          session.call(
              procedure, options, call.invocation().payload(), progress ? onProgress : null);
    } catch (SessionException e) {
      refuse(call, ErrorUri.UNAVAILABLE, uplink + " is down; calls are not stored");
      return;
    }
    pending.result().whenComplete((result, failure) -> answer(call, result, failure));
    // kill: the callee's own answer is what the caller's router waits for, or has given up
    call.onCancelled(() -> pending.cancel(CancelMode.KILL));
  }

  private void answer(IncomingCall call, @Nullable Result result, @Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (result != null) {
      call.result(passthru(result), result.payload());
    } else if (cause instanceof RequestRefusedException refused) {
      ErrorMessage error = refused.answer();
      call.error(error.error(), error.details(), error.payload());
    } else {
      refuse(
          call,
          ErrorUri.NETWORK_FAILURE,
          uplink + " was lost during the call; whether it was carried out is not known");
    }
  }

  private static Dict passthru(Result result) {
    return PassthruAttributes.with(Dict.EMPTY, result.details());
  }

  private static void refuse(IncomingCall call, String error, String message) {
    call.error(error, Dict.EMPTY, text(message));
  }

  private static Payload text(String message) {
    return Serializers.of(Format.MSGPACK).payload(List.of(message), Map.of());
  }
}
