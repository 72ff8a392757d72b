package io.junctor.router;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.session.SessionDetails;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A publication that must be on disk before anybody hears of it.
 *
 * @param realm the realm it happened in.
 * @param publication the publication id that PUBLISHED and EVENT will carry, range [1, 2^53].
 * @param topic the topic.
 * @param publisher who published it; null for the router itself.
 * @param options the options of PUBLISH as they came.
 * @param payload the opaque arguments as they came.
 * @param time when the realm took it.
 */
public record JournalEntry(
    String realm,
    long publication,
    String topic,
    @Nullable SessionDetails publisher,
    Dict options,
    Payload payload,
    Instant time) {}
