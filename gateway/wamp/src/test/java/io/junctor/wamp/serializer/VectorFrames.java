package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Format;

/** Frames that are well-formed but may be no message. */
final class VectorFrames {

  private VectorFrames() {}

  /** A JSON value in another format. */
  static byte[] transcode(byte[] json, Format format) {
    WireWriter out = WireWriter.of(format, json.length);
    WireReader.of(Format.JSON, json, 0, json.length).copyValue(out, 0);
    return out.toByteArray();
  }
}
