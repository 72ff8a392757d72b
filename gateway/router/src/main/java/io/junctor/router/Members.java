package io.junctor.router;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions of a realm. */
@OwnedBy("realm loop")
final class Members {

  private final Map<Long, Member> bySession = new LinkedHashMap<>(); // session id -> member

  void add(Member member) {
    if (bySession.putIfAbsent(member.id(), member) != null) {
      throw new IllegalStateException("session " + member.id() + " has joined already");
    }
  }

  void remove(Member member) {
    bySession.remove(member.id());
  }

  @Nullable Member find(long session) {
    return bySession.get(session);
  }

  /** A snapshot of those who fit, in the order they joined. */
  List<Member> where(Predicate<? super Member> fits) {
    List<Member> found = new ArrayList<>();
    for (Member member : bySession.values()) {
      if (fits.test(member)) {
        found.add(member);
      }
    }
    return found;
  }

  int size() {
    return bySession.size();
  }
}
