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

/** Reads one message: a method per message, in the order of the message codes. */
final class MessageReader {

  private final ElementReader in;

  MessageReader(WireReader reader) {
    this.in = new ElementReader(reader);
  }

  Message read() {
    long code = in.code();
    if (code < 0 || code > EventReceived.CODE) {
      throw unknown(code);
    }
    return switch ((int) code) {
      case Hello.CODE -> hello();
      case Welcome.CODE -> welcome();
      case Abort.CODE -> abort();
      case Challenge.CODE -> challenge();
      case Authenticate.CODE -> authenticate();
      case Goodbye.CODE -> goodbye();
      case ErrorMessage.CODE -> error();
      case Publish.CODE -> publish();
      case Published.CODE -> published();
      case Subscribe.CODE -> subscribe();
      case Subscribed.CODE -> subscribed();
      case Unsubscribe.CODE -> unsubscribe();
      case Unsubscribed.CODE -> unsubscribed();
      case Event.CODE -> event();
      case Call.CODE -> call();
      case Cancel.CODE -> cancel();
      case Result.CODE -> result();
      case Register.CODE -> register();
      case Registered.CODE -> registered();
      case Unregister.CODE -> unregister();
      case Unregistered.CODE -> unregistered();
      case Invocation.CODE -> invocation();
      case Interrupt.CODE -> interrupt();
      case Yield.CODE -> yielded();
      case EventReceived.CODE -> eventReceived();
      default -> throw unknown(code);
    };
  }

  private static ProtocolViolation unknown(long code) {
    return new ProtocolViolation("message: expected a message code of WAMP, got " + code);
  }

  private Hello hello() {
    in.message(Hello.NAME, 3, 3);
    String realm = in.uri("realm");
    Dict details = in.dict("details", OptionRules.HELLO);
    in.end();
    return new Hello(realm, details);
  }

  private Welcome welcome() {
    in.message(Welcome.NAME, 3, 3);
    long session = in.id("session");
    Dict details = in.dict("details", OptionRules.WELCOME);
    in.end();
    return new Welcome(session, details);
  }

  private Abort abort() {
    in.message(Abort.NAME, 3, 5);
    Dict details = in.dict("details", OptionRules.NONE);
    String reason = in.uri("reason");
    return new Abort(details, reason, in.payload(details));
  }

  private Challenge challenge() {
    in.message(Challenge.NAME, 3, 3);
    String method = in.uri("authmethod");
    Dict extra = in.dict("extra", OptionRules.NONE);
    in.end();
    return new Challenge(method, extra);
  }

  private Authenticate authenticate() {
    in.message(Authenticate.NAME, 3, 3);
    String signature = in.signature();
    Dict extra = in.dict("extra", OptionRules.NONE);
    in.end();
    return new Authenticate(signature, extra);
  }

  private Goodbye goodbye() {
    in.message(Goodbye.NAME, 3, 3);
    Dict details = in.dict("details", OptionRules.NONE);
    String reason = in.uri("reason");
    in.end();
    return new Goodbye(details, reason);
  }

  private ErrorMessage error() {
    in.message(ErrorMessage.NAME, 5, 7);
    int requestType = in.requestType();
    long request = in.request();
    Dict details = in.dict("details", OptionRules.ERROR);
    String error = in.uri("error");
    return new ErrorMessage(requestType, request, details, error, in.payload(details));
  }

  private Publish publish() {
    in.message(Publish.NAME, 4, 6);
    long request = in.request();
    Dict options = in.dict("options", OptionRules.PUBLISH);
    String topic = in.uri("topic");
    return new Publish(request, options, topic, in.payload(options));
  }

  private Published published() {
    in.message(Published.NAME, 3, 3);
    long request = in.request();
    long publication = in.id("publication");
    in.end();
    return new Published(request, publication);
  }

  private Subscribe subscribe() {
    in.message(Subscribe.NAME, 4, 4);
    long request = in.request();
    Dict options = in.dict("options", OptionRules.SUBSCRIBE);
    String topic = in.uri("topic");
    in.end();
    return new Subscribe(request, options, topic);
  }

  private Subscribed subscribed() {
    in.message(Subscribed.NAME, 3, 3);
    long request = in.request();
    long subscription = in.id("subscription");
    in.end();
    return new Subscribed(request, subscription);
  }

  private Unsubscribe unsubscribe() {
    in.message(Unsubscribe.NAME, 3, 3);
    long request = in.request();
    long subscription = in.id("subscription");
    in.end();
    return new Unsubscribe(request, subscription);
  }

  private Unsubscribed unsubscribed() {
    in.message(Unsubscribed.NAME, 2, 3);
    long request = in.requestOrZero();
    Dict details = in.lastDict(OptionRules.UNSUBSCRIBED);
    return new Unsubscribed(request, details);
  }

  private Event event() {
    in.message(Event.NAME, 4, 6);
    long subscription = in.id("subscription");
    long publication = in.id("publication");
    Dict details = in.dict("details", OptionRules.EVENT);
    return new Event(subscription, publication, details, in.payload(details));
  }

  private Call call() {
    in.message(Call.NAME, 4, 6);
    long request = in.request();
    Dict options = in.dict("options", OptionRules.CALL);
    String procedure = in.uri("procedure");
    return new Call(request, options, procedure, in.payload(options));
  }

  private Cancel cancel() {
    in.message(Cancel.NAME, 3, 3);
    long request = in.request();
    Dict options = in.dict("options", OptionRules.CANCEL);
    in.end();
    return new Cancel(request, options);
  }

  private Result result() {
    in.message(Result.NAME, 3, 5);
    long request = in.request();
    Dict details = in.dict("details", OptionRules.RESULT);
    return new Result(request, details, in.payload(details));
  }

  private Register register() {
    in.message(Register.NAME, 4, 4);
    long request = in.request();
    Dict options = in.dict("options", OptionRules.REGISTER);
    String procedure = in.uri("procedure");
    in.end();
    return new Register(request, options, procedure);
  }

  private Registered registered() {
    in.message(Registered.NAME, 3, 3);
    long request = in.request();
    long registration = in.id("registration");
    in.end();
    return new Registered(request, registration);
  }

  private Unregister unregister() {
    in.message(Unregister.NAME, 3, 3);
    long request = in.request();
    long registration = in.id("registration");
    in.end();
    return new Unregister(request, registration);
  }

  private Unregistered unregistered() {
    in.message(Unregistered.NAME, 2, 3);
    long request = in.requestOrZero();
    Dict details = in.lastDict(OptionRules.UNREGISTERED);
    return new Unregistered(request, details);
  }

  private Invocation invocation() {
    in.message(Invocation.NAME, 4, 6);
    long request = in.request();
    long registration = in.id("registration");
    Dict details = in.dict("details", OptionRules.INVOCATION);
    return new Invocation(request, registration, details, in.payload(details));
  }

  private Interrupt interrupt() {
    in.message(Interrupt.NAME, 3, 3);
    long request = in.request();
    Dict options = in.dict("options", OptionRules.INTERRUPT);
    in.end();
    return new Interrupt(request, options);
  }

  private Yield yielded() {
    in.message(Yield.NAME, 3, 5);
    long request = in.request();
    Dict options = in.dict("options", OptionRules.YIELD);
    return new Yield(request, options, in.payload(options));
  }

  private EventReceived eventReceived() {
    in.message(EventReceived.NAME, 2, 3);
    long publication = in.id("publication");
    Dict details = in.lastDict(OptionRules.NONE);
    return new EventReceived(publication, details);
  }
}
