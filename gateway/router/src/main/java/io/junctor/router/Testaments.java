package io.junctor.router;

import io.junctor.wamp.message.Publish;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The testaments of one session, in the order they were added, in the two buckets of WAMP. */
@OwnedBy("realm loop")
final class Testaments {

  private final List<Testament> detached = new ArrayList<>(0);
  private final List<Testament> destroyed = new ArrayList<>(0);
  private long bytes;

  private record Testament(Publish publish, long cost) {}

  /**
   * Keeps a testament.
   *
   * @param cost what counts against the bound.
   */
  void add(boolean isDetached, Publish testament, long cost) {
    (isDetached ? detached : destroyed).add(new Testament(testament, cost));
    bytes += cost;
  }

  /** Forgets the testaments of one bucket. */
  void flush(boolean isDetached) {
    List<Testament> bucket = isDetached ? detached : destroyed;
    bucket.forEach(testament -> bytes -= testament.cost());
    bucket.clear();
  }

  /** How many testaments there are. */
  int size() {
    return detached.size() + destroyed.size();
  }

  /** How many bytes count against the bound. */
  long bytes() {
    return bytes;
  }

  /** Takes out those of the detached bucket. */
  List<Publish> takeDetached() {
    List<Publish> taken = detached.stream().map(Testament::publish).toList();
    flush(true);
    return taken;
  }

  // "A Router that does not allow Session Resumption MUST send detached-scope Testaments before
  // destroyed-scope Testaments."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-session-testament
  List<Publish> inOrder() {
    return Stream.concat(detached.stream(), destroyed.stream()).map(Testament::publish).toList();
  }
}
