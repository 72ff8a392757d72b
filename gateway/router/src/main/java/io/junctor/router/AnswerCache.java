package io.junctor.router;

import io.junctor.wamp.auth.Identity;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.uri.MatchPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers of the authorizer procedure that may be repeated; the longest unused goes first. */
@OwnedBy("realm loop")
final class AnswerCache {

  /** Whoever sends more options is asked about each time: they count as part of the question. */
  private static final int OPTIONS_MAX = 8;

  /** Longer texts are not kept, so that a peer cannot fill memory with them. */
  private static final int CHARACTERS_MAX = 255;

  private final int answersMax;
  private final Map<Key, Answer> answers = new LinkedHashMap<>(16, 0.75f, true); // by last use

  private record Key(
      long session, Action action, String uri, MatchPolicy match, Map<String, Object> options) {}

  private record Answer(Identity identity, Decision decision, Instant until) {}

  AnswerCache(int answersMax) {
    this.answersMax = answersMax;
  }

  /** The answer to the question; null when it must be asked. */
  @Nullable Decision find(AuthorizationRequest request, Instant now) {
    if (answers.isEmpty()) {
      return null;
    }
    Key key = key(request);
    Answer answer = answers.get(key);
    if (answer == null || answer.until().isAfter(now)) {
      return answer == null ? null : answer.decision();
    }
    answers.remove(key);
    return null;
  }

  void put(AuthorizationRequest request, Decision decision, Duration holds, Instant now) {
    if (holds.isZero() || answersMax == 0 || !isSmall(request)) {
      return;
    }
    Identity identity = request.session().identity();
    answers.put(key(request), new Answer(identity, decision, now.plus(holds)));
    if (answers.size() > answersMax) {
      answers.remove(answers.keySet().iterator().next());
    }
  }

  /**
   * Forgets answers.
   *
   * @return how many.
   */
  int flush(Predicate<Subject> which) {
    int before = answers.size();
    answers
        .entrySet()
        .removeIf(
            entry ->
                which.test(
                    new Subject(
                        entry.getKey().session(),
                        entry.getValue().identity(),
                        entry.getKey().uri())));
    return before - answers.size();
  }

  /** What answers are told apart by when some are to be forgotten. */
  record Subject(long session, Identity identity, String uri) {}

  private static Key key(AuthorizationRequest request) {
    return new Key(
        request.session().session(),
        request.action(),
        request.uri(),
        request.match(),
        request.options().asMap());
  }

  private static boolean isSmall(AuthorizationRequest request) {
    Dict options = request.options();
    return request.uri().length() <= CHARACTERS_MAX
        && options.keys().size() <= OPTIONS_MAX
        && options.keys().stream().allMatch(key -> key.length() <= CHARACTERS_MAX)
        && options.values().stream().allMatch(AnswerCache::isSmall);
  }

  private static boolean isSmall(Object value) {
    return switch (value) {
      case String text -> text.length() <= CHARACTERS_MAX;
      case Long _, Double _, Boolean _ -> true;
      default -> false;
    };
  }
}
