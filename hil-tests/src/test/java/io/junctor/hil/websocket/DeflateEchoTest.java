package io.junctor.hil.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.junctor.netty.EchoListener;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Compressed messages there and back, over sockets, at the product's framing: each kind of data,
 * each length and each offer of RFC 7692. The Autobahn suite has groups for this (12 and 13), but
 * not in the version that runs on a JVM; these are our own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeflateEchoTest {

  private static final String PLAIN = "permessage-deflate";

  /** The messages of a case; those after the first see a context where there is one. */
  private static final int MESSAGES = 4;

  private static final int LENGTH_MAX = 131_072;

  private static final String TELEMETRY = manyMeasurements();

  /** Length and longest frame; 0 for one frame. */
  private record Size(int bytes, int fragmentBytes) {

    static Size whole(int bytes) {
      return new Size(bytes, 0);
    }
  }

  private static final List<Size> SIZES =
      Stream.concat(
              IntStream.of(0, 1, 16, 63, 64, 65, 256, 1024, 4096, 8191, 8192, 8193, 32_768, 65_536)
                  .mapToObj(Size::whole),
              Stream.of(
                  Size.whole(LENGTH_MAX),
                  new Size(8192, 256),
                  new Size(16_384, 1024),
                  new Size(32_768, 4096),
                  new Size(65_536, 32_768),
                  new Size(1024, 1),
                  new Size(LENGTH_MAX, 1024)))
          .toList();

  /** What is sent: a name, and how so many bytes of it are made. */
  private record Data(String name, boolean isText, IntFunction<byte[]> bytes) {}

  private static final List<Data> DATA =
      List.of(
          new Data("telemetry", true, DeflateEchoTest::telemetry),
          new Data("one letter", true, length -> text("a", length)),
          new Data("words", true, length -> text("the quick brown fox ", length)),
          new Data("zeros", false, byte[]::new),
          new Data("noise", false, DeflateEchoTest::noise));

  /**
   * What a client offers, and the answer.
   *
   * @param kept the answer of a listener that keeps contexts.
   * @param shared the answer of one that does not.
   */
  private record Offer(String offer, String kept, String shared) {

    private static final String NONE = "server_no_context_takeover; client_no_context_takeover";

    static Offer of(String parameters, String kept, String shared) {
      return new Offer(extension(parameters), extension(kept), extension(shared));
    }

    static Offer window(int bits, String more) {
      String window = "server_max_window_bits=" + bits;
      boolean isWhole = bits == 15 && !more.contains("server_no_context_takeover");
      String kept =
          (isWhole ? "" : "server_no_context_takeover; ")
              + (more.contains("client_no_context_takeover") ? "client_no_context_takeover; " : "")
              + window;
      return of(window + more, kept, NONE + "; " + window);
    }

    private static String extension(String parameters) {
      return PLAIN + (parameters.isEmpty() ? "" : "; " + parameters);
    }
  }

  private static final List<Offer> OFFERS =
      Stream.concat(
              IntStream.rangeClosed(8, 15)
                  .boxed()
                  .flatMap(
                      bits ->
                          Stream.of(
                              Offer.window(bits, ""),
                              Offer.of("client_max_window_bits=" + bits, "", Offer.NONE))),
              Stream.of(
                  Offer.of("", "", Offer.NONE),
                  Offer.of("client_max_window_bits", "", Offer.NONE),
                  Offer.of("client_no_context_takeover", "client_no_context_takeover", Offer.NONE),
                  Offer.of("server_no_context_takeover", "server_no_context_takeover", Offer.NONE),
                  Offer.of(
                      "server_no_context_takeover; client_no_context_takeover",
                      Offer.NONE,
                      Offer.NONE),
                  Offer.window(9, "; server_no_context_takeover; client_max_window_bits"),
                  Offer.window(15, "; server_no_context_takeover; client_no_context_takeover"),
                  // the first that can be taken
                  Offer.of(
                      "server_max_window_bits=16, permessage-deflate; unknown, permessage-deflate",
                      "",
                      Offer.NONE)))
          .toList();

  private EchoListener keeping;
  private EchoListener sharing;

  @BeforeAll
  void start() throws IOException {
    keeping = EchoListener.compressing(true);
    sharing = EchoListener.compressing(false);
  }

  @AfterAll
  void stop() {
    keeping.close();
    sharing.close();
  }

  private static byte[] text(String words, int length) {
    return words
        .repeat(length / words.length() + 1)
        .substring(0, length)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] telemetry(int length) {
    return TELEMETRY.substring(0, length).getBytes(StandardCharsets.US_ASCII);
  }

  private static String manyMeasurements() {
    Random random = new Random(LENGTH_MAX);
    StringBuilder text = new StringBuilder();
    while (text.length() < LENGTH_MAX) {
      text.append(
          String.format(
              Locale.ROOT,
              "[36,%d,%d,{},[{\"celsius\":%.2f}]]",
              random.nextInt(1000),
              random.nextLong(1L << 53),
              random.nextGaussian()));
    }
    return text.toString();
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @TestFactory
  Stream<DynamicTest> everyKindOfDataComesBack() {
    return DATA.stream()
        .flatMap(
            data ->
                SIZES.stream()
                    .map(
                        size ->
                            dynamicTest(
                                data.name() + " " + size,
                                () -> echoed(keeping, PLAIN, PLAIN, data, size))));
  }

  @TestFactory
  Stream<DynamicTest> everyOfferIsAnsweredAndKeptToWithContexts() {
    return offers(keeping, Offer::kept, SIZES);
  }

  @TestFactory
  Stream<DynamicTest> everyOfferIsAnsweredAndKeptToWithoutContexts() {
    return offers(
        sharing, Offer::shared, List.of(Size.whole(64), Size.whole(8193), new Size(32_768, 4096)));
  }

  private static Stream<DynamicTest> offers(
      EchoListener echo, Function<Offer, String> answer, List<Size> sizes) {
    return OFFERS.stream()
        .flatMap(
            offer ->
                sizes.stream()
                    .map(
                        size ->
                            dynamicTest(
                                offer.offer() + " " + size,
                                () ->
                                    echoed(
                                        echo,
                                        offer.offer(),
                                        answer.apply(offer),
                                        DATA.getFirst(),
                                        size))));
  }

  private static void echoed(EchoListener echo, String offer, String answer, Data data, Size size)
      throws IOException {
    byte[] message = data.bytes().apply(size.bytes());
    try (DeflatingPeer peer = DeflatingPeer.offering(URI.create(echo.uri()), offer)) {
      assertEquals(answer, peer.answer());
      int opcode = data.isText() ? DeflatingPeer.TEXT : DeflatingPeer.BINARY;
      for (int i = 0; i < MESSAGES; i++) {
        // one of them as it is, between those that are compressed
        boolean isPacked = i != 1;
        // When
        peer.send(opcode, message, isPacked, size.fragmentBytes());

        // Then
        DeflatingPeer.Received back = peer.read();
        assertEquals(data.isText(), back.isText());
        assertArrayEquals(message, back.message());
        assertTrue(back.isPacked() || message.length < 64, "not compressed");
      }
    }
  }
}
