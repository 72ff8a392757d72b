package io.junctor.devices.thing;

/**
 * One action of a thing.
 *
 * @param name its part of the URI
 * @param title what a person calls it
 * @param description one sentence more
 * @param input its named arguments
 * @param output its named results
 * @param isSafe whether it changes nothing
 * @param isIdempotent whether doing it twice is the same as once
 */
public record Action(
    String name,
    String title,
    String description,
    Schema.Members input,
    Schema.Members output,
    boolean isSafe,
    boolean isIdempotent) {

  public Action {
    Names.require("action", name);
  }
}
