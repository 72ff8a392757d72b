package io.junctor.bench.micro;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.serializer.Serializers;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The router function: a message, and what it has sent. */
@State(Scope.Thread)
public class RealmBenchmark {

  private static final int FAN = 100;

  private final Payload payload =
      Serializers.of(Format.MSGPACK).payload(List.of("x".repeat(64)), Map.of());
  private final Dict acknowledge = Dict.of("acknowledge", true);
  private BenchRealm realm = new BenchRealm();
  private long publisher;
  private long callee;
  private long caller;
  private long request;

  @Setup
  public void prepare() {
    realm = new BenchRealm();
    publisher = realm.join();
    realm.send(realm.join(), new Subscribe(1, Dict.EMPTY, "com.bench.one"));
    for (int i = 0; i < FAN; i++) {
      realm.send(realm.join(), new Subscribe(1, Dict.EMPTY, "com.bench.many"));
    }
    callee = realm.join();
    realm.send(callee, new Register(1, Dict.EMPTY, "com.bench.procedure"));
    caller = realm.join();
  }

  @Benchmark
  public long publishToOne() {
    realm.send(publisher, new Publish(++request, Dict.EMPTY, "com.bench.one", payload));
    return realm.outputs();
  }

  @Benchmark
  public long publishAcknowledged() {
    realm.send(publisher, new Publish(++request, acknowledge, "com.bench.one", payload));
    return realm.outputs();
  }

  @Benchmark
  public long publishToHundred() {
    realm.send(publisher, new Publish(++request, Dict.EMPTY, "com.bench.many", payload));
    return realm.outputs();
  }

  @Benchmark
  public long callAndYield() {
    realm.send(caller, new Call(++request, Dict.EMPTY, "com.bench.procedure", payload));
    realm.send(callee, new Yield(realm.invocation(), Dict.EMPTY, payload));
    return realm.outputs();
  }
}
