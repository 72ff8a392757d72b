package io.junctor.devices.thing;

/**
 * One event of a thing: something that happened, not a state.
 *
 * @param name its part of the URI
 * @param title what a person calls it
 * @param description one sentence more
 * @param data what it carries, without the time that every event has
 */
public record Event(String name, String title, String description, Schema.Members data) {

  public Event {
    Names.require("event", name);
  }
}
