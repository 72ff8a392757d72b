package io.junctor.router;

import io.junctor.wamp.message.Publish;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The testaments of one session, in the order they were added, in the two buckets of WAMP. */
@OwnedBy("realm loop")
final class Testaments {

  private final List<Publish> detached = new ArrayList<>(0);
  private final List<Publish> destroyed = new ArrayList<>(0);
  private long bytes;

  /** Keeps a testament. */
  void add(boolean isDetached, Publish testament) {
    (isDetached ? detached : destroyed).add(testament);
    bytes += cost(testament);
  }

  /** Forgets the testaments of one bucket. */
  void flush(boolean isDetached) {
    List<Publish> bucket = isDetached ? detached : destroyed;
    bucket.forEach(testament -> bytes -= cost(testament));
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

  // "A Router that does not allow Session Resumption MUST send detached-scope Testaments before
  // destroyed-scope Testaments."
  // https://wamp-proto.org/wamp_latest_ietf.html#name-session-testament
  List<Publish> inOrder() {
    List<Publish> all = new ArrayList<>(detached);
    all.addAll(destroyed);
    return Collections.unmodifiableList(all);
  }

  static long cost(Publish testament) {
    return testament.topic().length() + (long) testament.payload().length();
  }
}
