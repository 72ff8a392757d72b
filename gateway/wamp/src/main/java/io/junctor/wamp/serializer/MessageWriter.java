package io.junctor.wamp.serializer;

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

/** Writes one message: a method per message, in the order of the message codes. */
final class MessageWriter {

  private final WireWriter out;
  private final ValueWriter values;

  MessageWriter(WireWriter out) {
    this.out = out;
    this.values = ValueWriter.lenient(out);
  }

  void write(Message message) {
    switch (message) {
      case Hello hello -> hello(hello);
      case Welcome welcome -> welcome(welcome);
      case Abort abort -> abort(abort);
      case Challenge challenge -> challenge(challenge);
      case Authenticate authenticate -> authenticate(authenticate);
      case Goodbye goodbye -> goodbye(goodbye);
      case ErrorMessage error -> error(error);
      case Publish publish -> publish(publish);
      case Published published -> ids(published, published.request(), published.publication());
      case Subscribe subscribe -> subscribe(subscribe);
      case Subscribed subscribed ->
          ids(subscribed, subscribed.request(), subscribed.subscription());
      case Unsubscribe unsubscribe ->
          ids(unsubscribe, unsubscribe.request(), unsubscribe.subscription());
      case Unsubscribed unsubscribed ->
          idAndDetails(unsubscribed, unsubscribed.request(), unsubscribed.details());
      case Event event -> event(event);
      case Call call -> call(call);
      case Cancel cancel -> cancel(cancel);
      case Result result -> result(result);
      case Register register -> register(register);
      case Registered registered ->
          ids(registered, registered.request(), registered.registration());
      case Unregister unregister ->
          ids(unregister, unregister.request(), unregister.registration());
      case Unregistered unregistered ->
          idAndDetails(unregistered, unregistered.request(), unregistered.details());
      case Invocation invocation -> invocation(invocation);
      case Interrupt interrupt -> interrupt(interrupt);
      case Yield yielded -> yielded(yielded);
      case EventReceived received ->
          idAndDetails(received, received.publication(), received.details());
    }
    out.endMessage();
  }

  private void hello(Hello hello) {
    begin(hello, 3);
    out.text(hello.realm());
    values.dict(hello.details());
  }

  private void welcome(Welcome welcome) {
    begin(welcome, 3);
    out.integer(welcome.session());
    values.dict(welcome.details());
  }

  private void abort(Abort abort) {
    begin(abort, 3 + abort.payload().elements());
    values.dict(abort.details());
    out.text(abort.reason());
    out.payload(abort.payload());
  }

  private void challenge(Challenge challenge) {
    begin(challenge, 3);
    out.text(challenge.authMethod());
    values.dict(challenge.extra());
  }

  private void authenticate(Authenticate authenticate) {
    begin(authenticate, 3);
    out.text(authenticate.signature());
    values.dict(authenticate.extra());
  }

  private void goodbye(Goodbye goodbye) {
    begin(goodbye, 3);
    values.dict(goodbye.details());
    out.text(goodbye.reason());
  }

  private void error(ErrorMessage error) {
    begin(error, 5 + error.payload().elements());
    out.integer(error.requestType());
    out.integer(error.request());
    values.dict(error.details());
    out.text(error.error());
    out.payload(error.payload());
  }

  private void publish(Publish publish) {
    begin(publish, 4 + publish.payload().elements());
    out.integer(publish.request());
    values.dict(publish.options());
    out.text(publish.topic());
    out.payload(publish.payload());
  }

  private void subscribe(Subscribe subscribe) {
    begin(subscribe, 4);
    out.integer(subscribe.request());
    values.dict(subscribe.options());
    out.text(subscribe.topic());
  }

  private void event(Event event) {
    begin(event, 4 + event.payload().elements());
    out.integer(event.subscription());
    out.integer(event.publication());
    values.dict(event.details());
    out.payload(event.payload());
  }

  private void call(Call call) {
    begin(call, 4 + call.payload().elements());
    out.integer(call.request());
    values.dict(call.options());
    out.text(call.procedure());
    out.payload(call.payload());
  }

  private void cancel(Cancel cancel) {
    begin(cancel, 3);
    out.integer(cancel.request());
    values.dict(cancel.options());
  }

  private void result(Result result) {
    begin(result, 3 + result.payload().elements());
    out.integer(result.request());
    values.dict(result.details());
    out.payload(result.payload());
  }

  private void register(Register register) {
    begin(register, 4);
    out.integer(register.request());
    values.dict(register.options());
    out.text(register.procedure());
  }

  private void invocation(Invocation invocation) {
    begin(invocation, 4 + invocation.payload().elements());
    out.integer(invocation.request());
    out.integer(invocation.registration());
    values.dict(invocation.details());
    out.payload(invocation.payload());
  }

  private void interrupt(Interrupt interrupt) {
    begin(interrupt, 3);
    out.integer(interrupt.request());
    values.dict(interrupt.options());
  }

  private void yielded(Yield yielded) {
    begin(yielded, 3 + yielded.payload().elements());
    out.integer(yielded.request());
    values.dict(yielded.options());
    out.payload(yielded.payload());
  }

  /** The messages of two ids: PUBLISHED, SUBSCRIBED, UNSUBSCRIBE, REGISTERED, UNREGISTER. */
  private void ids(Message message, long first, long second) {
    begin(message, 3);
    out.integer(first);
    out.integer(second);
  }

  /** The messages of one id whose details are written only when there are any. */
  private void idAndDetails(Message message, long id, Dict details) {
    begin(message, details.isEmpty() ? 2 : 3);
    out.integer(id);
    if (!details.isEmpty()) {
      values.dict(details);
    }
  }

  private void begin(Message message, int elements) {
    out.beginMessage(elements);
    out.integer(message.code());
  }
}
