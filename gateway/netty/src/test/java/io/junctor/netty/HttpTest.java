package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.netty.http.HttpReply;
import io.junctor.netty.http.HttpRoutes;
import io.junctor.netty.http.StaticFile;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages and answers beside the WebSocket. */
class HttpTest {

  private static final byte[] PAGE = "<!doctype html><p>Größe".getBytes(StandardCharsets.UTF_8);

  private final HttpRoutes routes =
      HttpRoutes.builder()
          .file("/", StaticFile.of("index.html", PAGE))
          .file("/app.js", StaticFile.of("app.js", "let a = 1;".getBytes(StandardCharsets.UTF_8)))
          .get("/healthz", query -> HttpReply.json(200, "{\"secure\":" + query.secure() + "}"))
          .post("/login", query -> later(HttpReply.text(200, query.text() + query.query())))
          .get(
              "/broken",
              query -> {
                throw new IllegalStateException("secret detail");
              })
          .dynamic("/never", Set.of("GET"), query -> new CompletableFuture<>())
          .build();

  private Links links;
  private HttpClient client;
  private NettyListener listener;

  @BeforeEach
  void open() throws Exception {
    links = new Links();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    listener = listen(config());
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    links.close();
  }

  private WebListenerConfig config() {
    return WebListenerConfig.of(Links.LOOPBACK).withRoutes(routes);
  }

  private NettyListener listen(WebListenerConfig config) throws Exception {
    return links.listen(config, new EchoAcceptor());
  }

  private static CompletionStage<HttpReply> later(HttpReply reply) {
    return CompletableFuture.supplyAsync(() -> reply);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void aFileComesWithItsTypeAndTheSecurityHeaders() throws Exception {
    // When
    HttpResponse<byte[]> response = send(request("/?v=1"));

    // Then
    assertEquals(200, response.statusCode());
    assertArrayEquals(PAGE, response.body());
    assertEquals("text/html; charset=utf-8", header(response, "content-type"));
    assertEquals("nosniff", header(response, "x-content-type-options"));
    assertEquals("no-referrer", header(response, "referrer-policy"));
    assertEquals("same-origin", header(response, "cross-origin-opener-policy"));
    assertTrue(header(response, "content-security-policy").contains("frame-ancestors 'none'"));
    assertTrue(header(response, "content-security-policy").contains("default-src 'none'"));
  }

  @Test
  void aFileTheBrowserHasIsNotSentAgain() throws Exception {
    String etag = header(send(request("/")), "etag");

    // When
    HttpResponse<byte[]> response =
        send(request("/").header("If-None-Match", "\"other\", W/" + etag));

    // Then
    assertEquals(304, response.statusCode());
    assertEquals(0, response.body().length);
    assertEquals(etag, header(response, "etag"));
  }

  @Test
  void anotherEtagGetsTheFile() throws Exception {
    // When
    HttpResponse<byte[]> response = send(request("/").header("If-None-Match", "\"other\""));

    // Then
    assertEquals(200, response.statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/healthz"})
  void headIsGetWithoutTheBody(String path) throws Exception {
    long length = send(request(path)).headers().firstValueAsLong("content-length").orElse(-1);

    // When
    HttpResponse<byte[]> response = send(request(path).method("HEAD", BodyPublishers.noBody()));

    // Then
    assertEquals(200, response.statusCode());
    assertEquals(0, response.body().length);
    assertEquals(length, response.headers().firstValueAsLong("content-length").orElse(-2));
  }

  @Test
  void anotherMethodIsToldWhichAreAllowed() throws Exception {
    // When
    HttpResponse<byte[]> response = send(request("/").DELETE());

    // Then
    assertEquals(405, response.statusCode());
    assertEquals("GET, HEAD", header(response, "allow"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/app.js/",
        "//app.js",
        "/./app.js",
        "/x/../app.js",
        "/%2e%2e/app.js",
        "/..%2fapp.js",
        "/%61pp.js",
        "/app.js%00",
        "/app.js;v=1",
        "/\\app.js",
        "/../../../../etc/passwd"
      })
  void onlyTheExactPathExists(String path) throws Exception {
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendText("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      // Then
      String answer = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://x/app.js HTTP/1.1\r\nHost: x\r\n\r\n", // a proxy's form
        "GET /app.js HTTP/1.1\r\n\r\n", // no Host
        "GET /app.js HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /app.js HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n",
        "GET /app.js HTTP/1.1\r\nHost: x\r\nContent-Length: 73X\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001 x\r\n\r\n" // TLS on the plain port
      })
  void aBrokenRequestIsRefusedAndTheConnectionClosed(String request) throws Exception {
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendText(request);

      // Then
      String answer = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
  }

  @Test
  void anEndlessHeaderIsCutOff() throws Exception {
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendText("GET / HTTP/1.1\r\nHost: x\r\nCookie: " + "x".repeat(20_000));

      // Then
      String answer = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
    }
  }

  @Test
  void anEndlessPathIsCutOff() throws Exception {
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendText("GET /" + "x".repeat(5_000));

      // Then
      String answer = new String(peer.readToEnd(), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
    }
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    // When
    HttpResponse<byte[]> response =
        send(
            request("/login")
                .POST(BodyPublishers.ofByteArray(new byte[HttpRoutes.BODY_BYTES_MAX + 1])));

    // Then
    assertEquals(413, response.statusCode());
  }

  @Test
  void aRequestThatDoesNotEndIsClosed() throws Exception {
    NettyListener impatient =
        listen(
            config().withLimits(LinkLimits.DEFAULT.withHandshakeTimeout(Duration.ofMillis(100))));
    try (RawPeer peer = RawPeer.to(impatient)) {
      // When
      peer.sendText("GET / HTTP/1.1\r\nHost: x\r\n");

      // Then
      assertEquals(0, peer.readToEnd().length);
    }
  }

  @Test
  void aDynamicRouteMayAnswerLater() throws Exception {
    // When
    HttpResponse<byte[]> response =
        send(request("/login?a=b").POST(BodyPublishers.ofString("code ")));

    // Then
    assertEquals(200, response.statusCode());
    assertEquals("code a=b", new String(response.body(), StandardCharsets.UTF_8));
    assertEquals("no-store", header(response, "cache-control"));
  }

  @Test
  void aForeignPageMayNotPost() throws Exception {
    // When
    HttpResponse<byte[]> response =
        send(
            request("/login")
                .header("Origin", "http://evil.example")
                .POST(BodyPublishers.ofString("code")));

    // Then
    assertEquals(403, response.statusCode());
  }

  @Test
  void aRouteThatFailsSaysNothingOfTheReason() throws Exception {
    // When
    HttpResponse<byte[]> response = send(request("/broken"));

    // Then
    assertEquals(500, response.statusCode());
    assertFalse(new String(response.body(), StandardCharsets.UTF_8).contains("secret"));
  }

  @Test
  void requestsOneAfterTheOtherShareAConnection() throws Exception {
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendText("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nHEAD /app.js HTTP/1.1\r\nHost: x\r\n\r\n");

      // Then
      assertTrue(peer.readHead().contains("text/html"));
      assertTrue(peer.readHead().contains("text/javascript"));
    }
  }

  @Test
  void aRequestWhileAnotherIsBeingAnsweredEndsTheConnection() throws Exception {
    try (RawPeer peer = RawPeer.to(listener)) {
      // When
      peer.sendText("GET /never HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");

      // Then
      assertEquals(0, peer.readToEnd().length);
    }
  }

  @Test
  void aRequestThatItsClientBreaksOffIsNoErrorInTheLog() throws Exception {
    // Given
    BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    Logger logger = Logger.getLogger(Failures.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            records.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setLevel(Level.ALL);
    try {
      // When
      try (Socket socket = new Socket("127.0.0.1", listener.port())) {
        String begun = "POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc";
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
      }
      // Then
      LogRecord record = records.poll(10, TimeUnit.SECONDS);
      assertNotNull(record, "a record in time");
      assertTrue(record.getLevel().intValue() < Level.INFO.intValue(), record::getMessage);
    } finally {
      logger.setLevel(null);
      logger.removeHandler(handler);
    }
  }
}
