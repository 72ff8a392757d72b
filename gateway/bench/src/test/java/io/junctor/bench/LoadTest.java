package io.junctor.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged router under the load generator, briefly: every message comes once, in order and
 * unchanged, and what it keeps for a reader that stalls is bounded. How fast is no test's business.
 */
class LoadTest {

  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Cores ANY_CORE =
      new Cores(-1, -1); // others are being tested on them as well

  /**
   * The outbox of one session, 1 MiB, what the transport and the publisher's link hold, and what
   * looking into the JVM leaves there.
   */
  private static final long GROWTH_BYTES_MAX = 8 << 20;

  /** Longer than anything keeps a reader that reads from doing so on a busy machine. */
  private static final String PATIENCE = "3s";

  /** Two seconds pass before anybody stalls, then the patience; the queue is full in one. */
  private static final long STALL_MILLIS = 6_500;

  private static Generator generator;
  private static Peer junctor;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "needs a C compiler");
    generator =
        new Generator(MODULE.resolve("src/main/c"), MODULE.resolve("target/generator"), ANY_CORE);
    generator.compile();
    Product product = new Product(MODULE.resolveSibling("app").resolve("target/dist"));
    junctor = new Peers(product, generator, ANY_CORE, folder).junctor(PATIENCE, "");
  }

  @AfterAll
  static void stop() {
    if (junctor != null) {
      junctor.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rs/msgpack, --window 64 rpc",
    "ws/json,    --window 64 rpc",
    "rs/cbor,    --callers 16 --callees 4 many",
    "ws/msgpack, --callers 16 --callees 4 many",
    "ws/cbor,    --size 1024 --ack pub",
    "rs/json,    --subs 6 --sub-ser json:msgpack:cbor pub",
    "rs/msgpack, --subs 50 --window 16 pub"
  })
  void everyMessageComesOnceInOrderAndUnchanged(String link, String args) throws Exception {
    // Given
    List<String> brief = new ArrayList<>(List.of("--warm", "0.2", "--dur", "0.5"));
    brief.addAll(List.of(args.replace(':', ',').split(" ", -1)));
    // When
    Figures figures = generator.run(link(link), junctor.pid(), brief);
    // Then
    assertEquals(List.of(), figures.faults());
    assertTrue(figures.number("msgs") > 0, figures.toString());
  }

  @Test
  void whatIsKeptForAReaderThatStallsIsBounded() throws Exception {
    // Given
    Link link = link("rs/msgpack");
    generator.run(link, junctor.pid(), List.of("--dur", "1", "--size", "1024", "pub"));
    long before = JavaMemory.of(junctor.pid()).bytes();
    // When
    Generator.Run flood =
        generator.start(link, junctor.pid(), List.of("--size", "1024", "--dur", "9", "slow"));
    Thread.sleep(STALL_MILLIS); // the flood lasts until it is looked at
    long during = JavaMemory.of(junctor.pid()).bytes();
    Figures figures = flood.await();
    // Then
    assertTrue(during - before < GROWTH_BYTES_MAX, "grown by " + (during - before) + " bytes");
    assertEquals(1, figures.number("router_alive"));
    assertEquals(0, figures.number("healthy_reorder"));
    assertEquals(100, figures.number("healthy_got_pct"), figures.toString());
    assertTrue(figures.number("stalled_got_pct") < 100, "nobody stalled: " + figures);
    assertTrue(figures.number("stalled_told") > 0, figures.toString());
    assertEquals(0, figures.number("unaccounted"), figures.toString());
  }

  @ParameterizedTest
  @CsvSource({"rs/msgpack", "ws/json"})
  void whoReadsGetsEverythingOfAPublisherThatSendsAsFastAsItCan(String name) throws Exception {
    // When
    Figures figures =
        generator.run(
            link(name),
            junctor.pid(),
            List.of("--size", "1024", "--dur", "2", "--nostall", "slow"));
    // Then
    assertTrue(figures.number("pubs") > 0, figures.toString());
    assertEquals(100, figures.number("healthy_got_pct"), figures.toString());
    assertEquals(100, figures.number("stalled_got_pct"), figures.toString());
    assertEquals(0, figures.number("healthy_reorder"));
  }

  private static Link link(String name) {
    return Objects.requireNonNull(junctor.link(name));
  }
}
