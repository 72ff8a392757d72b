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
 * A journalled publication as the payload of a record:
 *
 * <pre>
 *  0  1  version, 2
 *  1  1  format of the arguments, as RawSocket numbers them
 *  2  1  elements of the arguments
 *  3  1  elements of the head
 *  4  4  length of the head
 *  8     the head in MessagePack, by position: realm, publication, topic, publisher, authid,
 *        authrole, seconds, nanoseconds, and the options by name; more names would cost a third
 *        of a record
 *        the opaque arguments as they came
 * </pre>
 */
final class EventFormat {

  private static final byte VERSION = 2;
  private static final int HEAD_BYTES = 8;
  private static final Serializer META = Serializers.of(Format.MSGPACK);

  private EventFormat() {}

  static byte[] encode(JournalEntry entry) {
    SessionDetails publisher = entry.publisher();
    Identity identity = publisher == null ? null : publisher.identity();
    Payload payload = entry.payload();
    Instant time = entry.time();
    Payload head =
        META.payload(
            List.of(
                entry.realm(),
                entry.publication(),
                entry.topic(),
                publisher == null ? 0L : publisher.session(),
                identity == null ? "" : identity.authid(),
                identity == null ? "" : identity.authrole(),
                time.getEpochSecond(),
                (long) time.getNano()),
            plain(entry.options()));
    ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + head.length() + payload.length());
    out.put(VERSION).put((byte) payload.format().rawSocketId());
    out.put((byte) payload.elements()).put((byte) head.elements()).putInt(head.length());
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
    if (bytes.length < HEAD_BYTES || in.get() != VERSION) {
      throw new IllegalArgumentException("record " + id.seq() + ": expected version " + VERSION);
    }
    Format format = formatOf(in.get());
    int elements = in.get();
    int headElements = in.get();
    int length = in.getInt();
    if (length < 0 || length > bytes.length - HEAD_BYTES) {
      throw new IllegalArgumentException("record " + id.seq() + ": a length of " + length);
    }
    Payload packed = new Payload(Format.MSGPACK, bytes, HEAD_BYTES, length, headElements);
    List<@Nullable Object> head = META.args(packed);
    int from = HEAD_BYTES + length;
    return new StoredEvent(
        id,
        at(head, 0, String.class),
        at(head, 1, Long.class),
        at(head, 2, String.class),
        at(head, 3, Long.class),
        at(head, 4, String.class),
        at(head, 5, String.class),
        Dict.copyOf(META.kwargs(packed)),
        new Payload(format, bytes, from, bytes.length - from, elements),
        Instant.ofEpochSecond(at(head, 6, Long.class), at(head, 7, Long.class)),
        Gap.NONE);
  }

  private static <T> T at(List<@Nullable Object> head, int index, Class<T> type) {
    Object value = index < head.size() ? head.get(index) : null;
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "head element %d: expected a %s, got %s"
              .formatted(
                  index, type.getSimpleName(), value == null ? "nothing" : value.getClass()));
    }
    return type.cast(value);
  }

  /** Whether a record holds an event that is too old; what cannot be read is not. */
  static boolean isOver(LogRecord record, TimeToLive timeToLive) {
    try {
      RecordId id = new RecordId(0, record.epoch(), record.seq());
      return timeToLive.isOver(decode(id, record.payload()).time());
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static Format formatOf(int id) {
    for (Format format : Format.values()) {
      if (format.rawSocketId() == id) {
        return format;
      }
    }
    throw new IllegalArgumentException("format: expected a serialization's number, got " + id);
  }

  /** Dictionaries as maps, all the way down. */
  private static Map<String, @Nullable Object> plain(Dict dict) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    dict.asMap().forEach((key, one) -> map.put(key, plain(one)));
    return map;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Dict dict -> plain(dict);
      case List<?> list -> list.stream().map(EventFormat::plain).toList();
      default -> value;
    };
  }
}
