package io.junctor.wamp.serializer;

import java.math.BigInteger;

/**
 * Takes the values of a reader one after the other: a writer of another format (transcoding) or a
 * builder of Java values.
 *
 * <p>Containers may come without a size, because JSON and CBOR's indefinite lengths tell it only at
 * the end; so {@code begin} returns a mark that goes back in with {@code end}.
 */
interface ValueSink {

  /** The size of a container that is known only at its end. */
  int UNKNOWN_SIZE = -1;

  void nullValue();

  void bool(boolean value);

  void integer(long value);

  /** An integer that fits no {@code long}. */
  void bigInteger(BigInteger value);

  void floating(double value);

  /** A string as valid UTF-8; the array is not kept. */
  void text(byte[] utf8, int offset, int length);

  /** Binary; the array is not kept. */
  void binary(byte[] bytes, int offset, int length);

  /** Starts a list of {@code size} values or {@link #UNKNOWN_SIZE}. Returns a mark. */
  int beginList(int size);

  /** Ends the list of the mark, which got {@code size} values. */
  void endList(int mark, int size);

  /** Starts a dict of {@code size} entries or {@link #UNKNOWN_SIZE}. Returns a mark. */
  int beginDict(int size);

  /** The key of the next value, as valid UTF-8; the array is not kept. */
  void key(byte[] utf8, int offset, int length);

  /** Ends the dict of the mark, which got {@code size} entries. */
  void endDict(int mark, int size);
}
