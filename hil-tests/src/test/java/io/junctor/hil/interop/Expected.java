package io.junctor.hil.interop;

import java.util.ArrayList;
import java.util.List;

/** The checks that client programs must report. */
final class Expected {

  /** What every client does by itself, in every serialization. */
  private static final List<String> EVERYBODY =
      List.of(
          "join_cryptosign",
          "wrong_ticket",
          "call",
          "call_error",
          "no_such_procedure",
          "procedure_already_exists",
          "pattern_registration",
          "unregister",
          "event",
          "publisher_exclusion",
          "pattern_subscription",
          "unsubscribe",
          "leave");

  private static final List<String> BINARY = List.of("call_binary", "event_binary");

  /** What clients do whose callee announces call canceling. */
  private static final List<String> CANCELLING_CALLEE = List.of("progress", "cancel");

  private Expected() {}

  /** What a JavaScript client does by itself over one wire. */
  static List<String> ownOfJavaScript(
      String wire, boolean binary, boolean retain, boolean passthru) {
    List<String> names = new ArrayList<>(EVERYBODY);
    names.add("progress_is_not_asked_of_this_callee");
    if (binary) {
      names.addAll(BINARY);
    }
    if (retain) {
      names.add("retained");
    }
    if (passthru) {
      names.addAll(List.of("passthru_event", "passthru_call"));
    }
    return prefixed(wire + ".", names);
  }

  /** What the Python client does by itself over one wire. */
  static List<String> ownOfPython(String wire) {
    List<String> names = new ArrayList<>(EVERYBODY);
    names.addAll(BINARY);
    names.addAll(CANCELLING_CALLEE);
    names.addAll(List.of("acknowledge", "retained", "payload_transparency", "session_meta"));
    return prefixed(wire + ".", names);
  }

  /** What a client does with another over one wire. */
  static List<String> with(Service service, String wire, boolean binary, boolean cancels) {
    List<String> names = new ArrayList<>(List.of("echo", "error", "event"));
    if (binary && service.binary()) {
      names.add("binary");
    }
    if (service.retain()) {
      names.add("retained");
    }
    if (service.progress()) {
      names.add("progress");
      if (cancels) {
        names.add("cancel");
      }
    }
    return prefixed(wire + "." + service.name() + ".", names);
  }

  private static List<String> prefixed(String prefix, List<String> names) {
    return names.stream().map(name -> prefix + name).toList();
  }
}
