package io.junctor.router;

/**
 * What a realm holds at a moment, for metrics.
 *
 * @param sessions sessions that joined and have not left.
 * @param subscriptions subscriptions with at least one subscriber.
 * @param registrations registrations.
 * @param pendingCalls calls without a final answer.
 * @param retainedEvents topics with a retained event.
 * @param retainedBytes payload bytes of the retained events.
 * @param waiting answers of journals and authorizers that have not come.
 */
public record RealmStats(
    int sessions,
    int subscriptions,
    int registrations,
    int pendingCalls,
    int retainedEvents,
    long retainedBytes,
    int waiting) {}
