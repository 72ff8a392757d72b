package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.TransportDetails;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WAMP over HTTP requests. */
class LongPollTest {

  private static final String HELLO = "[1,\"com.example\",{}]";
  private static final String PAGE = "https://shop.example.com";

  private final EchoAcceptor router = new EchoAcceptor();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Links links;
  private NettyListener listener;

  @BeforeEach
  void open() throws Exception {
    links = new Links();
    listener = links.listen(config(), router);
  }

  @AfterEach
  void close() throws Exception {
    http.close();
    links.close();
  }

  private static WebListenerConfig config() {
    return WebListenerConfig.of(Links.LOOPBACK)
        .withOrigins(Set.of(PAGE))
        .withOptions(WebOptions.DEFAULT.withLongPollPath("/poll"));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private CompletableFuture<HttpResponse<byte[]>> start(String path, byte[] body) {
    return http.sendAsync(
        to(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> post(String path, byte[] body) throws Exception {
    return start(path, body).get(30, TimeUnit.SECONDS);
  }

  private HttpResponse<byte[]> post(String path, String body) throws Exception {
    return post(path, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** Opens a transport; gives its path. */
  private String opened(String protocol) throws Exception {
    HttpResponse<byte[]> answer =
        post("/poll/open", "{\"protocols\": [\"mqtt\", \"" + protocol + "\"]}");
    assertEquals(200, answer.statusCode(), text(answer));
    String expected = "{\"protocol\":\"" + protocol + "\",\"transport\":\"";
    assertTrue(text(answer).startsWith(expected), text(answer));
    return "/poll/" + text(answer).substring(expected.length(), expected.length() + 24);
  }

  @Test
  void messagesGoBothWays() throws Exception {
    String link = opened("wamp.2.json");

    // When
    HttpResponse<byte[]> sent = post(link + "/send", HELLO);

    // Then
    assertEquals(204, sent.statusCode());
    HttpResponse<byte[]> received = post(link + "/receive?x=382913", "");
    assertEquals(200, received.statusCode());
    assertEquals("application/json", received.headers().firstValue("content-type").orElse(""));
    assertTrue(text(received).startsWith("[2,1,"), text(received));
    TransportDetails details = router.peer().transport.details();
    assertEquals(TransportDetails.Kind.LONGPOLL, details.kind());
    assertFalse(details.secure());
  }

  @ParameterizedTest
  @EnumSource(names = {"MSGPACK", "CBOR"})
  void binaryFormatsAreSpoken(Format format) throws Exception {
    String link = opened(format.subprotocol());
    byte[] publish =
        new Outgoing(Links.publish(7, format, "x"))
            .bytes(io.junctor.wamp.serializer.Serializers.of(format));

    // When
    assertEquals(204, post(link + "/send", publish).statusCode());

    // Then
    assertArrayEquals(publish, post(link + "/receive", "").body());
  }

  @Test
  void oneRequestGetsOneMessage() throws Exception {
    String link = opened("wamp.2.json");
    post(link + "/send", "[16,1,{},\"a.b\"]");

    // When
    post(link + "/send", "[16,2,{},\"a.b\"]");

    // Then
    assertEquals("[16,1,{},\"a.b\"]", text(post(link + "/receive", "")));
    assertEquals("[16,2,{},\"a.b\"]", text(post(link + "/receive", "")));
  }

  @Test
  void oneRequestGetsAllMessagesInBatches() throws Exception {
    String link = opened("wamp.2.json.batched");

    // When
    post(link + "/send", "[16,1,{},\"a.b\"]\u001e[16,2,{},\"a.b\"]\u001e");

    // Then
    assertEquals(
        "[16,1,{},\"a.b\"]\u001e[16,2,{},\"a.b\"]\u001e", text(post(link + "/receive", "")));
  }

  @Test
  void aRequestWaitsForTheMessageItGets() throws Exception {
    String link = opened("wamp.2.json");
    CompletableFuture<HttpResponse<byte[]>> waiting = start(link + "/receive", new byte[0]);
    EchoAcceptor.Peer peer = router.peer();

    // When
    peer.transport.send(new Outgoing(Links.publish(5, Format.JSON)));

    // Then
    assertTrue(text(waiting.get(30, TimeUnit.SECONDS)).startsWith("[16,5,"));
  }

  @Test
  void aSecondRequestTakesThePlaceOfTheFirst() throws Exception {
    String link = opened("wamp.2.json");
    CompletableFuture<HttpResponse<byte[]>> first = start(link + "/receive", new byte[0]);
    CompletableFuture<HttpResponse<byte[]>> second = start(link + "/receive", new byte[0]);

    // When
    CompletableFuture.anyOf(first, second).get(30, TimeUnit.SECONDS);
    post(link + "/send", "[16,1,{},\"a.b\"]");

    // Then
    List<Integer> statuses =
        List.of(
            first.get(30, TimeUnit.SECONDS).statusCode(),
            second.get(30, TimeUnit.SECONDS).statusCode());
    assertTrue(statuses.contains(200) && statuses.contains(204), statuses.toString());
  }

  @Test
  void aRequestThatIsGivenUpLosesNoMessage() throws Exception {
    String link = opened("wamp.2.json");
    try (RawPeer peer = RawPeer.to(listener)) {
      peer.sendText("POST " + link + "/receive HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
      Awaitility.await().until(() -> listener.connections() > 0);
    }
    Awaitility.await().until(() -> listener.connections() <= 1); // only the client's own

    // When
    post(link + "/send", "[16,1,{},\"a.b\"]");

    // Then
    assertEquals("[16,1,{},\"a.b\"]", text(post(link + "/receive", "")));
  }

  @Test
  void theClientCloses() throws Exception {
    String link = opened("wamp.2.json");
    EchoAcceptor.Peer peer = router.peer();

    // When
    assertEquals(204, post(link + "/close", "").statusCode());

    // Then
    assertEquals(CloseCause.PEER_CLOSED, peer.closed().cause());
    assertEquals(404, post(link + "/send", HELLO).statusCode());
    assertEquals(404, post(link + "/receive", "").statusCode());
    assertEquals(204, post(link + "/close", "").statusCode()); // it is closed, as asked
    assertEquals(1, peer.closes.get());
  }

  @Test
  void theRoutersLastWordsAreFetchedBeforeTheEnd() throws Exception {
    String link = opened("wamp.2.json");
    EchoAcceptor.Peer peer = router.peer();
    peer.transport.send(new Outgoing(Links.publish(1, Format.JSON)));

    // When
    peer.transport.close(CloseCause.KILLED);

    // Then
    assertTrue(text(post(link + "/receive", "")).startsWith("[16,1,"));
    assertEquals(CloseCause.KILLED, peer.closed().cause());
    assertEquals(404, post(link + "/receive", "").statusCode());
  }

  @Test
  void whatIsNoMessageIsAnsweredWithAbortAndTheEnd() throws Exception {
    String link = opened("wamp.2.json");

    // When
    HttpResponse<byte[]> sent = post(link + "/send", "[99]");

    // Then
    assertEquals(400, sent.statusCode());
    assertTrue(text(post(link + "/receive", "")).startsWith("[3,"));
    EchoAcceptor.Peer peer = router.peer();
    assertEquals(CloseCause.PROTOCOL_VIOLATION, peer.closed().cause());
    assertEquals(404, post(link + "/send", HELLO).statusCode());
  }

  @Test
  void whoAsksForNothingIsGone() throws Exception {
    listener =
        links.listen(
            config()
                .withLimits(
                    LinkLimits.DEFAULT.withPings(Duration.ofMillis(100), Duration.ofMillis(100))),
            router);
    opened("wamp.2.json");

    // Then
    assertEquals(CloseCause.PING_TIMEOUT, router.peer().closed().cause());
  }

  @Test
  void closingTheListenerClosesThePollers() throws Exception {
    String link = opened("wamp.2.json");
    CompletableFuture<HttpResponse<byte[]>> waiting = start(link + "/receive", new byte[0]);
    EchoAcceptor.Peer peer = router.peer();

    // When
    listener.close().toCompletableFuture().get(30, TimeUnit.SECONDS);

    // Then
    assertEquals(CloseCause.SHUTDOWN, peer.closed().cause());
    Awaitility.await().until(waiting::isDone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"protocols\": 1}",
        "{\"protocols\": [\"mqtt\"]}",
        "{\"protocols\": []}",
        "no json",
        "1],[2",
        "{\"protocols\": [\"wamp.2.json\"]"
      })
  void openingAsksForAProtocolThatIsSpoken(String body) throws Exception {
    assertEquals(400, post("/poll/open", body).statusCode());
    assertTrue(router.peers.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "/poll/nobody-knows-this-one-xx/receive",
    "/poll/open/receive",
    "/poll/",
    "/poll/x/y/z",
    "/poll/receive"
  })
  void otherPathsAreNothing(String path) throws Exception {
    assertEquals(404, post(path, "").statusCode());
  }

  @Test
  void anotherMethodIsRefused() throws Exception {
    HttpResponse<Void> answer =
        http.send(to("/poll/open").GET().build(), HttpResponse.BodyHandlers.discarding());

    assertEquals(405, answer.statusCode());
  }

  private HttpResponse<byte[]> from(String origin, String method) throws Exception {
    return http.send(
        to("/poll/open")
            .header("Origin", origin)
            .method(
                method, HttpRequest.BodyPublishers.ofString("{\"protocols\":[\"wamp.2.json\"]}"))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "OPTIONS"})
  void pagesOfOthersAreRefused(String method) throws Exception {
    assertEquals(403, from("https://evil.example", method).statusCode());
    assertTrue(router.peers.isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"POST, 200", "OPTIONS, 204"})
  void pagesThatAreAllowedMayReadTheAnswers(String method, int status) throws Exception {
    HttpResponse<byte[]> answer = from(PAGE, method);

    assertEquals(status, answer.statusCode());
    assertEquals(PAGE, answer.headers().firstValue("access-control-allow-origin").orElse(""));
    assertEquals("Origin", answer.headers().firstValue("vary").orElse(""));
  }

  @Test
  void aStrangersBodyIsSmall() throws Exception {
    String link = opened("wamp.2.json");

    // When
    HttpResponse<byte[]> answer = post(link + "/send", new byte[64 * 1024 + 1]);

    // Then
    assertEquals(413, answer.statusCode());
    assertEquals(413, post("/poll/open", new byte[64 * 1024 + 1]).statusCode());
  }

  @Test
  void aWelcomedPeersMessageIsAsLongAsOnEveryLink() throws Exception {
    String link = opened("wamp.2.json");
    post(link + "/send", HELLO);
    post(link + "/receive", "");
    String message = "[16,1,{},\"a.b\",[\"" + "x".repeat(900_000) + "\"]]";

    // When
    assertEquals(204, post(link + "/send", message).statusCode());

    // Then
    assertEquals(message, text(post(link + "/receive", "")));
    assertEquals(413, post(link + "/send", new byte[(1 << 20) + 1]).statusCode());
  }

  @Test
  void thereAreNoMoreTransportsThanConnections() throws Exception {
    listener = links.listen(config().withConnections(new ConnectionLimits(100, 2)), router);
    opened("wamp.2.json");
    opened("wamp.2.json");

    // When
    HttpResponse<byte[]> third = post("/poll/open", "{\"protocols\":[\"wamp.2.json\"]}");

    // Then
    assertEquals(503, third.statusCode());
  }

  @Test
  void aSessionThatDoesNotReadHoldsBackItsPeer() throws Exception {
    String link = opened("wamp.2.json");
    EchoAcceptor.Peer peer = router.peer();
    peer.transport.setReading(false);
    CompletableFuture<HttpResponse<byte[]>> held =
        start(link + "/send", HELLO.getBytes(StandardCharsets.UTF_8));
    peer.message();

    // When
    boolean early = held.isDone();
    peer.transport.setReading(true);

    // Then
    assertFalse(early);
    assertEquals(204, held.get(30, TimeUnit.SECONDS).statusCode());
  }

  @Test
  void aPeerThatDoesNotFetchIsUnwritableUntilItDoes() throws Exception {
    String link = opened("wamp.2.json");
    EchoAcceptor.Peer peer = router.peer();
    while (peer.transport.isWritable()) {
      peer.transport.send(new Outgoing(Links.publish(1, Format.JSON, "x".repeat(10_000))));
    }

    // When
    for (int i = 0; i < 4; i++) {
      assertEquals(200, post(link + "/receive", "").statusCode());
    }

    // Then
    Awaitility.await().until(() -> peer.writables.get() == 1);
    assertTrue(peer.transport.isWritable());
  }

  @Test
  void thereIsNoneUnlessAsked() throws Exception {
    listener = links.listen(WebListenerConfig.of(Links.LOOPBACK), router);

    assertEquals(404, post("/poll/open", "{\"protocols\":[\"wamp.2.json\"]}").statusCode());
  }
}
