package io.junctor.netty;

import io.junctor.netty.http.HttpReply;
import io.junctor.wamp.message.ProtocolViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The requests by which a {@link LongPollLink}'s peer sends: what they bring, and those that wait
 * for their answer because the session reads no more of them. Belongs to the link's loop.
 */
final class LongPollInbox {

  /** Requests with messages that wait because the session reads no more of them. */
  static final int HELD_MAX = 8;

  private final @Nullable Batches batches;
  private final int helloBytesMax;
  private final List<CompletableFuture<HttpReply>> held = new ArrayList<>(); // HELD_MAX

  private boolean reading = true;
  private long helloBytes;

  /**
   * An empty one.
   *
   * @param batches how a request brings several messages; null for one.
   * @param helloBytesMax what may come before WELCOME.
   */
  LongPollInbox(@Nullable Batches batches, int helloBytesMax) {
    this.batches = batches;
    this.helloBytesMax = helloBytesMax;
  }

  /**
   * The messages of a request.
   *
   * @throws ProtocolViolation when it is no batch, or too much of a stranger.
   */
  List<byte[]> messages(byte[] content, boolean isWelcomed) {
    helloBytes += isWelcomed ? 0 : content.length;
    if (helloBytes > helloBytesMax) {
      throw new ProtocolViolation(
          "before WELCOME: expected at most " + helloBytesMax + " bytes, got " + helloBytes);
    }
    return batches == null ? List.of(content) : batches.split(content);
  }

  /** Whether what comes is read; those that waited for that are answered. */
  void setReading(boolean reads) {
    reading = reads;
    if (reads) {
      release();
    }
  }

  /**
   * What a request brought was taken: it is answered, now or when more of them are read.
   *
   * @return false when too many wait already; it is not answered then.
   */
  boolean onTaken(CompletableFuture<HttpReply> answer) {
    if (reading) {
      answer.complete(LongPollLink.NO_CONTENT);
    } else if (held.size() < HELD_MAX) {
      held.add(answer);
    } else {
      return false;
    }
    return true;
  }

  /** Answers those that wait. */
  void release() {
    held.forEach(answer -> answer.complete(LongPollLink.NO_CONTENT));
    held.clear();
  }
}
