package io.junctor.hil.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The clients of other projects: over what they speak, and what is asked of them there. Everything
 * both they and the gateway have is asked; what one lacks is written down as missing, with the
 * reason in its program.
 */
enum RealClient {
  AUTOBAHN_JS(
      "AutobahnJS",
      List.of(
          "json",
          "msgpack",
          "cbor",
          "deflate-json",
          "deflate-msgpack",
          "deflate-cbor",
          "rawsocket-json",
          "unix-json",
          "longpoll-json"),
      Set.of("json"),
      Set.of(
          Check.PAYLOAD_TRANSPARENCY,
          Check.PASSTHRU_EVENT,
          Check.PASSTHRU_CALL,
          Check.TRUST_LEVELS),
      false),
  WAMPY(
      "wampy",
      List.of("json", "msgpack", "cbor", "deflate-json", "deflate-msgpack", "deflate-cbor"),
      Set.of("json"),
      Set.of(
          Check.PUBLISHER_INCLUSION,
          Check.RETAINED,
          Check.PAYLOAD_TRANSPARENCY,
          Check.REGISTRATION_REVOCATION,
          Check.SUBSCRIPTION_REVOCATION,
          Check.SHARDING),
      false),
  PYTHON(
      "Autobahn|Python",
      Stream.of("websocket", "batched", "deflate", "rawsocket", "unix")
          .flatMap(link -> Stream.of("json", "msgpack", "cbor").map(form -> link + "-" + form))
          .toList(),
      Set.of(),
      Set.of(
          Check.PASSTHRU_EVENT,
          Check.PASSTHRU_CALL,
          Check.SUBSCRIPTION_REVOCATION,
          Check.TRUST_LEVELS,
          Check.SHARDING),
      true),
  AUTOBAHN_JAVA(
      "autobahn-java",
      List.of("json", "msgpack", "cbor"),
      Set.of("json"),
      Set.of(
          Check.CALL_ERROR,
          Check.PUBLISHER_IDENTIFICATION,
          Check.BLACK_AND_WHITE_LISTING,
          Check.PAYLOAD_TRANSPARENCY,
          Check.PASSTHRU_EVENT,
          Check.PASSTHRU_CALL,
          Check.TESTAMENT,
          Check.SESSION_KILL,
          Check.REGISTRATION_REVOCATION,
          Check.SUBSCRIPTION_REVOCATION,
          Check.TRUST_LEVELS,
          Check.SHARDING),
      false),
  JAWAMPA(
      "jawampa",
      List.of("json", "msgpack"),
      Set.of("json"),
      Set.of(
          Check.JOIN_CRYPTOSIGN,
          Check.CALL_TIMEOUT,
          Check.PATTERN_REGISTRATION,
          Check.SHARED_REGISTRATION,
          Check.BLACK_AND_WHITE_LISTING,
          Check.RETAINED,
          Check.PAYLOAD_TRANSPARENCY,
          Check.PASSTHRU_EVENT,
          Check.PASSTHRU_CALL,
          Check.REGISTRATION_REVOCATION,
          Check.SUBSCRIPTION_REVOCATION,
          Check.TRUST_LEVELS,
          Check.SHARDING),
      false);

  /** What a client can be asked to do by itself. */
  enum Check {
    JOIN_CRYPTOSIGN,
    WRONG_TICKET,
    CALL,
    CALL_BINARY,
    CALL_ERROR,
    NO_SUCH_PROCEDURE,
    CALL_TIMEOUT,
    CALLER_IDENTIFICATION,
    PROCEDURE_ALREADY_EXISTS,
    PATTERN_REGISTRATION,
    SHARED_REGISTRATION,
    UNREGISTER,
    PROGRESS,
    CANCEL,
    EVENT,
    EVENT_BINARY,
    ACKNOWLEDGE,
    PUBLISHER_IDENTIFICATION,
    PUBLISHER_EXCLUSION,
    PUBLISHER_INCLUSION,
    BLACK_AND_WHITE_LISTING,
    PATTERN_SUBSCRIPTION,
    UNSUBSCRIBE,
    RETAINED,
    PAYLOAD_TRANSPARENCY,
    PASSTHRU_EVENT,
    PASSTHRU_CALL,
    SESSION_META,
    EVENT_HISTORY,
    TESTAMENT,
    SESSION_KILL,
    REGISTRATION_META,
    SUBSCRIPTION_META,
    REFLECTION,
    REGISTRATION_REVOCATION,
    SUBSCRIPTION_REVOCATION,
    TRUST_LEVELS,
    SHARDING,
    LEAVE;

    /** Its name in the reports. */
    String id() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static final Set<Check> OF_BINARY =
      Set.of(Check.CALL_BINARY, Check.EVENT_BINARY, Check.PASSTHRU_EVENT, Check.PASSTHRU_CALL);
  private static final Set<Check> OF_A_CALLEE_THAT_CANCELS = Set.of(Check.PROGRESS, Check.CANCEL);

  private final String title;
  private final List<String> wires;
  private final Set<String> formatsWithoutBinary;
  private final Set<Check> missing;
  private final boolean cancels;

  RealClient(
      String title,
      List<String> wires,
      Set<String> formatsWithoutBinary,
      Set<Check> missing,
      boolean cancels) {
    this.title = title;
    this.wires = wires;
    this.formatsWithoutBinary = formatsWithoutBinary;
    this.missing = missing;
    this.cancels = cancels;
  }

  /** Its own name. */
  String title() {
    return title;
  }

  /** Its name in checks and URIs. */
  String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Links and serializations, such as {@code json} (over WebSocket) and {@code unix-cbor}. */
  List<String> wires() {
    return wires;
  }

  /** The link of a wire, in words. */
  static String link(String wire) {
    return wire.contains("-") ? wire.substring(0, wire.indexOf('-')) : "websocket";
  }

  /** The serialization of a wire. */
  static String format(String wire) {
    return wire.substring(wire.indexOf('-') + 1);
  }

  private boolean hasBinary(String wire) {
    return !formatsWithoutBinary.contains(format(wire));
  }

  /** Whether it does this by itself over a wire. */
  boolean does(Check check, String wire) {
    return !missing.contains(check)
        && (hasBinary(wire) || !OF_BINARY.contains(check))
        && (cancels || !OF_A_CALLEE_THAT_CANCELS.contains(check));
  }

  /** The checks it reports of a wire: by itself, and with those who serve. */
  List<String> expected(String wire, List<Service> services) {
    List<String> names = new ArrayList<>();
    for (Check check : Check.values()) {
      if (does(check, wire)) {
        names.add(check.id());
      }
    }
    if (this == AUTOBAHN_JS || this == WAMPY) {
      names.add("progress_is_not_asked_of_this_callee");
    }
    services.forEach(service -> names.addAll(with(service, wire)));
    return names.stream().map(name -> wire + "." + name).toList();
  }

  private List<String> with(Service service, String wire) {
    List<String> names = new ArrayList<>(List.of("echo", "event"));
    if (service.errors()) {
      names.add("error");
    }
    if (hasBinary(wire) && service.binary()) {
      names.add("binary");
    }
    if (service.retain() && this != JAWAMPA) {
      names.add("retained");
    }
    if (service.acknowledges() && this == AUTOBAHN_JS) {
      names.add("acknowledged");
    }
    if (service.progress() && this != AUTOBAHN_JAVA && this != JAWAMPA) {
      names.add("progress");
      if (this != PYTHON) { // its own calls cancel in a check of its own
        names.add("cancel");
      }
    }
    return names.stream().map(name -> service.name() + "." + name).toList();
  }
}
