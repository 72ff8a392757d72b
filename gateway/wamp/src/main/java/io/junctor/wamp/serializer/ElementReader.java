package io.junctor.wamp.serializer;

import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.Map;

/**
 * Reads the elements of a message's list one after the other and says which one is wrong: {@code
 * CALL 17: expected 4..6 elements, got 3}.
 */
final class ElementReader {

  /** Bytes of AUTHENTICATE.Signature: far above any ticket, signature or SCRAM proof. */
  private static final int SIGNATURE_BYTES_MAX = 16 * 1024;

  private final WireReader in;

  private String name = "message";
  private int elementsMin;
  private int elementsMax;
  private long request; // 0 until it is read
  private int elements; // read so far

  ElementReader(WireReader in) {
    this.in = in;
  }

  /** The first element. */
  long code() {
    in.beginMessage();
    next();
    return integer("code");
  }

  /** Tells which message it turned out to be; its elements include the code. */
  void message(String messageName, int min, int max) {
    name = messageName;
    elementsMin = min;
    elementsMax = max;
  }

  long request() {
    request = id("request");
    return request;
  }

  /** The request id of an answer, which is 0 in a revocation. */
  long requestOrZero() {
    return id("request");
  }

  long id(String field) {
    next();
    return integer(field);
  }

  int requestType() {
    long type = id("request type");
    if (type < 1 || type > 1023) {
      throw violation("expected request type in [1, 1023], got " + type);
    }
    return (int) type;
  }

  String uri(String field) {
    next();
    require(field, Kind.STRING);
    return in.string(Limits.URI_BYTES_MAX);
  }

  String signature() {
    next();
    require("signature", Kind.STRING);
    return in.string(SIGNATURE_BYTES_MAX);
  }

  Dict dict(String field, Map<String, OptionType> rules) {
    next();
    require(field, Kind.DICT);
    Dict dict = in.dict();
    if (!dict.isEmpty()) {
      checkOptions(dict, rules);
    }
    return dict;
  }

  /** The details that a message may end with. */
  Dict lastDict(Map<String, OptionType> rules) {
    Dict details = Dict.EMPTY;
    if (in.nextElement()) {
      elements++;
      require("details", Kind.DICT);
      details = in.dict();
      checkOptions(details, rules);
      end();
    }
    return details;
  }

  /**
   * What is left: Arguments and ArgumentsKw, or one binary if the options say so.
   *
   * @param options the message's; {@code enc_algo} among them announces a binary.
   */
  Payload payload(Dict options) {
    if (!in.nextElement()) {
      return Payload.NONE;
    }
    elements++;
    Kind kind = in.peek();
    // Without a sign the receiver would take a binary for a broken message.
    if (kind != Kind.LIST && !(kind == Kind.BINARY && options.has("enc_algo"))) {
      throw violation("expected Arguments as list, got " + kind);
    }
    int from = in.position;
    in.skip();
    int to = in.position;
    int count = 1;
    if (kind == Kind.LIST && in.nextElement()) {
      elements++;
      require("ArgumentsKw", Kind.DICT);
      in.skip();
      to = in.position;
      count = 2;
      end();
    } else if (kind == Kind.BINARY) {
      end();
    }
    return new Payload(in.format(), in.bytes, from, to - from, count);
  }

  /** Checks that the message and the frame end here. */
  void end() {
    boolean tooMany = false;
    while (in.nextElement()) {
      in.skip();
      elements++;
      tooMany = true;
    }
    if (tooMany) {
      throw wrongCount();
    }
  }

  private void next() {
    if (!in.nextElement()) {
      throw wrongCount();
    }
    elements++;
  }

  private long integer(String field) {
    long plain = in.plainInteger();
    if (plain >= 0) {
      return plain;
    }
    Kind kind = in.peek();
    if (kind != Kind.INTEGER && kind != Kind.FLOAT) {
      throw violation("expected " + field + " as integer, got " + kind);
    }
    return in.integer();
  }

  private void require(String field, Kind wanted) {
    Kind kind = in.peek();
    if (kind != wanted) {
      throw violation("expected " + field + " as " + wanted + ", got " + kind);
    }
  }

  private void checkOptions(Dict options, Map<String, OptionType> rules) {
    for (Map.Entry<String, Object> entry : options.asMap().entrySet()) {
      OptionType type = rules.get(entry.getKey());
      if (type != null && !type.accepts(entry.getValue())) {
        throw violation(
            entry.getKey()
                + ": expected "
                + type
                + ", got "
                + OptionType.describe(entry.getValue()));
      }
    }
  }

  private ProtocolViolation wrongCount() {
    if (elements == 0) {
      return violation("expected a message code, got an empty list");
    }
    String expected =
        elementsMin == elementsMax ? "" + elementsMin : elementsMin + ".." + elementsMax;
    return violation("expected " + expected + " elements, got " + elements);
  }

  private ProtocolViolation violation(String what) {
    String which = request == 0 ? name : name + " " + request;
    return new ProtocolViolation(which + ": " + what);
  }
}
