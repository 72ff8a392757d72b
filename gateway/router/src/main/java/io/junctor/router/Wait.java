package io.junctor.router;

import io.junctor.wamp.message.Message;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something in flight for a session: an answer that decides how to go on. */
@OwnedBy("realm loop")
abstract sealed class Wait {

  private final Member member;
  private final Instant deadline;

  private Wait(Member member, Instant deadline) {
    this.member = member;
    this.deadline = deadline;
  }

  /** Whose lane it stands in. */
  final Member member() {
    return member;
  }

  /** When it is given up. */
  final Instant deadline() {
    return deadline;
  }

  abstract boolean isAnswered();

  /** Payload bytes that it keeps. */
  abstract int bytes();

  /** A publication waits for the journal. */
  static final class ForJournal extends Wait {
    private final Publication publication;
    private boolean answered;
    private @Nullable String failure; // null: confirmed

    ForJournal(Member member, Publication publication, Instant deadline) {
      super(member, deadline);
      this.publication = publication;
    }

    Publication publication() {
      return publication;
    }

    @Override
    int bytes() {
      return publication.payload().length();
    }

    void answer(@Nullable String failureOrNull) {
      answered = true;
      failure = failureOrNull;
    }

    @Nullable String failure() {
      return failure;
    }

    @Override
    boolean isAnswered() {
      return answered;
    }
  }

  /** A message waits for permission. */
  static final class ForDecision extends Wait {
    private final Message message;
    private final long epoch; // of the permissions when it was asked
    private Decision decision = new Decision.Later(); // nobody decided
    private boolean answered;

    ForDecision(Member member, Message message, long epoch, Instant deadline) {
      super(member, deadline);
      this.message = message;
      this.epoch = epoch;
    }

    long epoch() {
      return epoch;
    }

    Message message() {
      return message;
    }

    @Override
    int bytes() {
      return Lane.bytesOf(message);
    }

    void answer(Decision answer) {
      answered = true;
      decision = answer;
    }

    Decision decision() {
      return decision;
    }

    @Override
    boolean isAnswered() {
      return answered;
    }
  }
}
