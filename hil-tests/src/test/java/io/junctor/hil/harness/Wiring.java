package io.junctor.hil.harness;

/**
 * What is wired to a gateway under test.
 *
 * @param drivers {@code sim} or {@code linux}.
 * @param things the YAML below {@code things}, not indented; blank for none.
 * @param mqtt the YAML below {@code mqtt}, not indented; blank for none.
 * @param components the YAML below {@code components}, not indented; blank for none.
 */
public record Wiring(String drivers, String things, String mqtt, String components) {

  /** Without components. */
  public Wiring(String drivers, String things, String mqtt) {
    this(drivers, things, mqtt, "");
  }

  /** Without MQTT. */
  public Wiring(String drivers, String things) {
    this(drivers, things, "");
  }

  /** Nothing. */
  public static final Wiring NONE = new Wiring("sim", "");

  /** Nothing but components. */
  public static Wiring components(String components) {
    return new Wiring("sim", "", "", components);
  }

  /** Things at what this kernel has. */
  public static Wiring linux(String things) {
    return new Wiring("linux", things);
  }
}
