package io.junctor.router;

import java.time.Duration;

/**
 * The bounds of a realm. Reaching one is an error for the session that does, never for others.
 *
 * @param sessionsMax sessions of the realm. Default 1000: a gateway has tens of devices and
 *     browsers; each session costs about 10 kB.
 * @param subscriptionsPerSessionMax subscriptions of a session. Default 4096: a device with a
 *     thousand data points subscribes to each with room to spare.
 * @param registrationsPerSessionMax registrations of a session. Default 4096, for the same reason.
 * @param pendingCallsPerSessionMax calls a session may have open at once. Default 1024: far above a
 *     human's console, below what would hide a leak.
 * @param testamentsPerSessionMax testaments of a session, both scopes together. Default 64: one per
 *     device behind an adapter.
 * @param testamentBytesPerSessionMax bytes of all testaments of a session. Default 256 KiB.
 * @param definitionsPerSessionMax definitions for reflection of a session. Default 1024: a thing
 *     has some thirty, an adapter those of some things.
 * @param definitionBytesPerSessionMax bytes of all definitions of a session. Default 1 MiB: a
 *     kilobyte for each.
 * @param retainedEventsMax topics of the realm with a retained event. Default 16384: each property
 *     of each Thing has one.
 * @param retainedBytesMax payload bytes of all retained events. Default 24 MiB of the 128 MiB of
 *     heap that the product runs with.
 * @param heldBytesMax bytes of all subscriptions, registrations, open calls, testaments and
 *     definitions of all sessions. Default 16 MiB: about 25,000 of them.
 * @param payloadBytesMax bytes of the payload of one CALL, PUBLISH, YIELD or ERROR. Default 1 MiB:
 *     MQTT brokers and WebSocket servers commonly stop at 256 KiB to 1 MiB.
 * @param optionsBytesMax bytes in memory of the Options of one CALL, PUBLISH, SUBSCRIBE or
 *     REGISTER. Default 64 KiB: a list of a thousand sessions.
 * @param waitingMessagesPerSessionMax messages of a session that wait behind a journal or an
 *     authorizer. Default 1024: a second of a busy publisher.
 * @param waitingBytesPerSessionMax payload bytes of them and of what they wait behind, at least
 *     {@code payloadBytesMax}. Default 4 MiB: four of the largest.
 * @param answerTimeout how long a journal or an authorizer may take. Default 10 s: a worn SD card
 *     blocks for seconds.
 */
public record RouterLimits(
    int sessionsMax,
    int subscriptionsPerSessionMax,
    int registrationsPerSessionMax,
    int pendingCallsPerSessionMax,
    int testamentsPerSessionMax,
    int testamentBytesPerSessionMax,
    int definitionsPerSessionMax,
    int definitionBytesPerSessionMax,
    int retainedEventsMax,
    long retainedBytesMax,
    long heldBytesMax,
    int payloadBytesMax,
    int optionsBytesMax,
    int waitingMessagesPerSessionMax,
    long waitingBytesPerSessionMax,
    Duration answerTimeout) {

  /** The defaults, for a board with 1 GiB of memory. */
  public static final RouterLimits DEFAULT =
      new RouterLimits(
          1000,
          4096,
          4096,
          1024,
          64,
          256 << 10,
          1024,
          1 << 20,
          16384,
          24L << 20,
          16L << 20,
          1 << 20,
          64 << 10,
          1024,
          4L << 20,
          Duration.ofSeconds(10));

  /** The same with another number of sessions. */
  public RouterLimits withSessionsMax(int sessions) {
    return new RouterLimits(
        sessions,
        subscriptionsPerSessionMax,
        registrationsPerSessionMax,
        pendingCallsPerSessionMax,
        testamentsPerSessionMax,
        testamentBytesPerSessionMax,
        definitionsPerSessionMax,
        definitionBytesPerSessionMax,
        retainedEventsMax,
        retainedBytesMax,
        heldBytesMax,
        payloadBytesMax,
        optionsBytesMax,
        waitingMessagesPerSessionMax,
        waitingBytesPerSessionMax,
        answerTimeout);
  }
}
