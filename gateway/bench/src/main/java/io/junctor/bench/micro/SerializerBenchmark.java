package io.junctor.bench.micro;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Event;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Frames to messages and back; the payload stays opaque, as it does in the router. */
@State(Scope.Thread)
public class SerializerBenchmark {

  @Param({"json", "msgpack", "cbor"})
  public String format = "json";

  /** Characters of the one argument. */
  @Param({"64", "1024"})
  public int size;

  private Serializer serializer = Serializers.of(Format.JSON);
  private Message call = new Call(1, Dict.EMPTY, "com.bench.procedure", Payload.NONE);
  private Message event = new Event(1, 1, Dict.EMPTY, Payload.NONE);
  private byte[] callFrame = {};
  private byte[] eventFrame = {};

  @Setup
  public void prepare() {
    serializer = Serializers.of(Format.valueOf(format.toUpperCase(Locale.ROOT)));
    Payload payload = serializer.payload(List.of("x".repeat(size)), Map.of());
    call = new Call(7_000, Dict.EMPTY, "com.bench.procedure", payload);
    event = new Event(77, 4_503_599_627_370_495L, Dict.EMPTY, payload);
    callFrame = serializer.encode(call);
    eventFrame = serializer.encode(event);
  }

  @Benchmark
  public Message decodeCall() {
    return serializer.decode(callFrame);
  }

  @Benchmark
  public byte[] encodeCall() {
    return serializer.encode(call);
  }

  @Benchmark
  public Message decodeEvent() {
    return serializer.decode(eventFrame);
  }

  @Benchmark
  public byte[] encodeEvent() {
    return serializer.encode(event);
  }
}
