package io.junctor.store;

import io.junctor.router.JournalEntry;
import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.session.SessionDetails;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A journalled publication as the payload of a record: one byte for the version, four for the
 * length of a dictionary in MessagePack, the dictionary, and the opaque arguments as they came.
 */
final class EventFormat {

  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + Integer.BYTES;
  private static final Serializer META = Serializers.of(Format.MSGPACK);

  private EventFormat() {}

  static byte[] encode(JournalEntry entry) {
    SessionDetails publisher = entry.publisher();
    Identity identity = publisher == null ? null : publisher.identity();
    Payload payload = entry.payload();
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put("realm", entry.realm());
    meta.put("publication", entry.publication());
    meta.put("topic", entry.topic());
    meta.put("publisher", publisher == null ? 0L : publisher.session());
    meta.put("authid", identity == null ? "" : identity.authid());
    meta.put("authrole", identity == null ? "" : identity.authrole());
    meta.put("options", plain(entry.options()));
    meta.put("time", entry.time().toString());
    meta.put("format", payload.format().id());
    meta.put("elements", (long) payload.elements());
    Payload head = META.payload(List.of(), meta);
    ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + 1 + head.length() + payload.length());
    out.put(VERSION).putInt(head.length()).put((byte) head.elements());
    out.put(head.bytes(), head.offset(), head.length());
    out.put(payload.bytes(), payload.offset(), payload.length());
    return out.array();
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when it is of another version or does not make sense.
   */
  static StoredEvent decode(RecordId id, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEAD_BYTES + 1 || in.get() != VERSION) {
      throw new IllegalArgumentException("record " + id.seq() + ": expected version " + VERSION);
    }
    int length = in.getInt();
    int elements = in.get();
    int start = in.position();
    if (length < 0 || length > bytes.length - start) {
      throw new IllegalArgumentException("record " + id.seq() + ": a length of " + length);
    }
    Dict meta =
        Dict.copyOf(META.kwargs(new Payload(Format.MSGPACK, bytes, start, length, elements)));
    int from = start + length;
    Payload payload =
        new Payload(
            formatOf(meta.string("format", "")),
            bytes,
            from,
            bytes.length - from,
            (int) meta.integer("elements", 0));
    return new StoredEvent(
        id,
        meta.string("realm", ""),
        meta.integer("publication", 0),
        meta.string("topic", ""),
        meta.integer("publisher", 0),
        meta.string("authid", ""),
        meta.string("authrole", ""),
        meta.dict("options"),
        payload,
        Instant.parse(meta.string("time", "")));
  }

  private static Format formatOf(String id) {
    for (Format format : Format.values()) {
      if (format.id().equals(id)) {
        return format;
      }
    }
    throw new IllegalArgumentException("format: expected a serialization, got " + id);
  }

  /** Dictionaries as maps, all the way down. */
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Dict dict -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        dict.asMap().forEach((key, one) -> map.put(key, plain(one)));
        yield map;
      }
      case List<?> list -> list.stream().map(EventFormat::plain).toList();
      default -> value;
    };
  }
}
