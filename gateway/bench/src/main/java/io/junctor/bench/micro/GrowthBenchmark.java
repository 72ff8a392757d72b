package io.junctor.bench.micro;

import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Yield;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A publication and a call, each time of another topic and procedure, in realms that hold ever
 * more; each matches one subscription or registration.
 */
@State(Scope.Thread)
public class GrowthBenchmark {

  /** What is published and called in turn, in an order that is no order of memory. */
  private static final int URIS = 1024;

  /** The same order each time. */
  private static final long SEED = 42;

  @Param({"exact", "prefix", "wildcard"})
  public String match = "exact";

  @Param({"10", "1000", "100000"})
  public int count;

  private final String[] uris = new String[URIS];
  private BenchRealm realm = new BenchRealm();
  private long publisher;
  private long callee;
  private long request;

  @Setup
  public void prepare() {
    realm = new BenchRealm();
    publisher = realm.join();
    callee = realm.join();
    Dict options = Dict.of("match", match);
    for (int i = 0; i < count; i++) {
      realm.send(callee, new Subscribe(i + 1, options, pattern(i)));
      realm.send(callee, new Register(i + 1, options, pattern(i)));
    }
    Random random = new Random(SEED);
    for (int i = 0; i < URIS; i++) {
      uris[i] = uri(random.nextInt(count));
    }
  }

  private String pattern(int i) {
    return pattern(match, i);
  }

  /** The URI or pattern with that number. */
  static String pattern(String match, int i) {
    return switch (match) {
      case "exact" -> uri(i);
      case "prefix" -> "com.example.site" + i % 317 + ".thing" + i + ".";
      default -> "com.example..thing" + i + ".value";
    };
  }

  private static String uri(int i) {
    return "com.example.site" + i % 317 + ".thing" + i + ".value";
  }

  private String next() {
    return uris[(int) (++request & (URIS - 1))];
  }

  @Benchmark
  public long publish() {
    String uri = next();
    realm.send(publisher, new Publish(request, Dict.EMPTY, uri, Payload.NONE));
    return realm.outputs();
  }

  @Benchmark
  public long call() {
    String uri = next();
    realm.send(publisher, new Call(request, Dict.EMPTY, uri, Payload.NONE));
    realm.send(callee, new Yield(realm.invocation(), Dict.EMPTY, Payload.NONE));
    return realm.outputs();
  }
}
