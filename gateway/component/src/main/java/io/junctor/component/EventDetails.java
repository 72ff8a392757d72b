package io.junctor.component;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of an event.
 *
 * @param topic the topic it was published to; with a pattern, the one that matched.
 * @param publication the publication id, range [1, 2^53]; the same for all subscribers.
 * @param publisher the publisher's session id; empty unless the router discloses it.
 * @param publisherAuthid the publisher's principal; empty unless the router discloses it.
 * @param publisherAuthrole the publisher's role; empty unless the router discloses it.
 * @param retained whether it is the retained event, delivered because we subscribed.
 * @param dropped events that were missed just before this one: of this subscription, because the
 *     handler was too slow and its queue full, and of any, because the router left them out for a
 *     client, or a line, that did not keep up.
 * @param conflated older events of its topic that this one stands for, when the router keeps only
 *     the newest for a client that does not keep up.
 */
public record EventDetails(
    String topic,
    long publication,
    OptionalLong publisher,
    Optional<String> publisherAuthid,
    Optional<String> publisherAuthrole,
    boolean retained,
    long dropped,
    long conflated) {}
