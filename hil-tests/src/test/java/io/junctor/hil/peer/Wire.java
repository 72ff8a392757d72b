package io.junctor.hil.peer;

import io.junctor.wamp.message.Format;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way to speak to the router.
 *
 * @param kind the link.
 * @param format the format of its frames.
 */
public record Wire(LinkKind kind, Format format) {

  /** Every link in every format, and the link inside the process once. */
  public static Stream<Wire> all() {
    return Stream.concat(sockets(), Stream.of(new Wire(LinkKind.LOCAL, Format.MSGPACK)));
  }

  /** Every link that carries frames, in every format. */
  public static Stream<Wire> sockets() {
    return Arrays.stream(LinkKind.values())
        .filter(LinkKind::hasFrames)
        .flatMap(kind -> Arrays.stream(Format.values()).map(format -> new Wire(kind, format)));
  }

  /**
   * The same kind of link in the next format, to make the router transcode; local links have one.
   */
  public Wire otherFormat() {
    Format[] formats = Format.values();
    Format next = formats[(format.ordinal() + 1) % formats.length];
    return kind.hasFrames() ? new Wire(kind, next) : this;
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + format.id();
  }
}
