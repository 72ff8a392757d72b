package io.junctor.bench.micro;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.serializer.Serializers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a message and a question about one session cost among ever more sessions. */
@State(Scope.Thread)
public class SessionsBenchmark {

  @Param({"10", "1000", "100000"})
  public int count;

  private BenchRealm realm = new BenchRealm();
  private final Map<String, Object> plain = new HashMap<>(); // topic -> anything
  private long first;
  private long request;

  @Setup
  public void prepare() {
    realm = new BenchRealm();
    first = realm.join();
    for (int i = 1; i < count; i++) {
      long session = realm.join();
      realm.send(session, new Subscribe(1, Dict.EMPTY, topic(session)));
      plain.put(topic(session), new Object[] {session});
    }
  }

  private static String topic(long session) {
    return "com.example.session" + session;
  }

  private long next() {
    return 2 + (++request * 7_919) % (count - 1);
  }

  @Benchmark
  public long publishToOneOfThem() {
    String topic = topic(next());
    realm.send(first, new Publish(request, Dict.EMPTY, topic, Payload.NONE));
    return realm.outputs();
  }

  /** What a look-up among as many costs on this machine, whose caches hold ten and no thousands. */
  @Benchmark
  public Object bareLookUp() {
    return Objects.requireNonNull(plain.get(topic(next())));
  }

  @Benchmark
  public long askForOneOfThem() {
    Payload which = Serializers.of(Format.MSGPACK).payload(List.of(next()), Map.of());
    realm.send(first, new Call(request, Dict.EMPTY, "wamp.session.get", which));
    return realm.outputs();
  }

  @Benchmark
  public long oneMoreComesAndGoes() {
    long session = realm.join();
    realm.leave(session);
    return realm.outputs();
  }
}
