package io.junctor.store;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import java.time.Instant;

/**
 * A publication as it was journalled.
 *
 * @param id names it for ever.
 * @param realm the realm it happened in.
 * @param publication the publication id that PUBLISHED and EVENT carried there.
 * @param topic the topic.
 * @param publisher the publisher's session id; 0 for the router itself.
 * @param authid the publisher's principal; empty for the router itself.
 * @param authrole the publisher's role; empty for the router itself.
 * @param options the options of PUBLISH as they came.
 * @param payload the opaque arguments.
 * @param time when the realm took it.
 * @param gap what is missing before it.
 */
public record StoredEvent(
    RecordId id,
    String realm,
    long publication,
    String topic,
    long publisher,
    String authid,
    String authrole,
    Dict options,
    Payload payload,
    Instant time,
    Gap gap) {

  StoredEvent behind(Gap before) {
    return new StoredEvent(
        id, realm, publication, topic, publisher, authid, authrole, options, payload, time, before);
  }
}
