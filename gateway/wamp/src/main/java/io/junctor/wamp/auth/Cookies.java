package io.junctor.wamp.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The cookies that stand for a proof given before: of each its hash alone, so that whoever reads
 * the table cannot join with it.
 *
 * <p>Any thread. Bounded: beyond {@code perNameMax} of one name or {@code max} of all, the one that
 * was bound longest ago is forgotten.
 */
public final class Cookies {

  /** More browsers than one person keeps signed in; one name cannot push out all others. */
  public static final int PER_NAME_MAX = 16;

  private final int max;
  private final Duration keepFor;
  private final InstantSource clock;
  private final Runnable onChange;
  private final Map<String, Entry> entries = new LinkedHashMap<>(); // hash -> entry, oldest first

  /**
   * What a cookie stands for.
   *
   * @param hash SHA-256 of its value, 64 hexadecimal digits. The value is random, so that a slow
   *     hash would protect nothing.
   * @param realm the only realm it is good for.
   * @param authid who proved itself.
   * @param stamp what {@link Recall#stamp} gave.
   * @param expires when it is void.
   */
  public record Entry(String hash, String realm, String authid, String stamp, Instant expires) {}

  /**
   * A table.
   *
   * @param max how many it keeps, at least 1.
   * @param keepFor how long each, from the proof; joining by it does not make it longer.
   * @param onChange called after each change, on the thread that made it; must not block.
   */
  public Cookies(int max, Duration keepFor, InstantSource clock, Runnable onChange) {
    this.max = max;
    this.keepFor = keepFor;
    this.clock = clock;
    this.onChange = onChange;
  }

  /** Takes in what was kept before, the oldest first; what has expired is left out. */
  public synchronized void restore(List<Entry> kept) {
    kept.forEach(entry -> entries.put(entry.hash(), entry));
    sweep();
  }

  /** What is to be kept, the oldest first. */
  public synchronized List<Entry> entries() {
    sweep();
    return List.copyOf(entries.values());
  }

  /** Whether a value stands for somebody. */
  public boolean isBound(String value) {
    return find(value).isPresent();
  }

  /** What a value stands for; empty when nobody, or not any more. */
  public synchronized Optional<Entry> find(String value) {
    Entry entry = entries.get(hash(value));
    return entry == null || isExpired(entry) ? Optional.empty() : Optional.of(entry);
  }

  /** From now on the value stands for somebody, and for nobody else. */
  public void bind(String value, String realm, String authid, String stamp) {
    synchronized (this) {
      String hash = hash(value);
      entries.remove(hash); // to the end
      sweep();
      makeRoom(realm, authid);
      entries.put(hash, new Entry(hash, realm, authid, stamp, clock.instant().plus(keepFor)));
    }
    onChange.run();
  }

  /** The value stands for nobody any more. */
  public void forget(String value) {
    boolean wasThere;
    synchronized (this) {
      wasThere = entries.remove(hash(value)) != null;
    }
    if (wasThere) {
      onChange.run();
    }
  }

  private void makeRoom(String realm, String authid) {
    List<Entry> own =
        entries.values().stream()
            .filter(entry -> entry.realm().equals(realm) && entry.authid().equals(authid))
            .toList();
    if (own.size() >= PER_NAME_MAX) {
      entries.remove(own.getFirst().hash());
    } else if (entries.size() >= max) {
      entries.remove(Objects.requireNonNull(entries.keySet().iterator().next()));
    }
  }

  private void sweep() {
    entries.values().removeIf(this::isExpired);
    while (entries.size() > max) {
      entries.remove(Objects.requireNonNull(entries.keySet().iterator().next()));
    }
  }

  private boolean isExpired(Entry entry) {
    return !entry.expires().isAfter(clock.instant());
  }

  private static String hash(String value) {
    return HexFormat.of().formatHex(Mac256.hash(value.getBytes(StandardCharsets.UTF_8)));
  }
}
