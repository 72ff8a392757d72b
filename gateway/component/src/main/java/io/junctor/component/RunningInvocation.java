package io.junctor.component;

import io.junctor.component.session.IncomingCall;
import io.junctor.component.session.WampSession;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One invocation between its message and its answer. */
final class RunningInvocation implements InvocationDetails {

  private final WampSession session;
  private final IncomingCall call;
  private final String uri;
  private volatile boolean ended;

  RunningInvocation(WampSession session, IncomingCall call, String uri) {
    this.session = session;
    this.call = call;
    this.uri = uri;
  }

  IncomingCall call() {
    return call;
  }

  Arguments arguments() {
    return Codec.arguments(call.invocation().payload());
  }

  /** Answers with a result. */
  void answer(@Nullable Object result) {
    call.result(Dict.EMPTY, payload(Values.toArguments(result)));
  }

  /** Answers with an error. */
  void answer(WampError error) {
    call.error(error.uri(), Dict.EMPTY, payload(Codec.arguments(error)));
  }

  /** The handler has returned: no more progress. */
  void end() {
    ended = true;
  }

  @Override
  public String procedure() {
    return details().string("procedure", uri);
  }

  @Override
  public OptionalLong caller() {
    Long caller = details().integer("caller");
    return caller == null ? OptionalLong.empty() : OptionalLong.of(caller);
  }

  @Override
  public Optional<String> callerAuthid() {
    return Optional.ofNullable(details().string("caller_authid"));
  }

  @Override
  public Optional<String> callerAuthrole() {
    return Optional.ofNullable(details().string("caller_authrole"));
  }

  @Override
  public boolean receiveProgress() {
    return details().bool("receive_progress", false);
  }

  @Override
  public void progress(@Nullable Object value) {
    if (receiveProgress() && !ended && !isCancelled()) {
      Await.writable(session, "progress of " + uri);
      call.progress(payload(Values.toArguments(value)));
    }
  }

  @Override
  public boolean isCancelled() {
    return call.isCancelled();
  }

  private Dict details() {
    return call.invocation().details();
  }

  private Payload payload(Arguments arguments) {
    return Codec.payload(session.format(), arguments);
  }
}
