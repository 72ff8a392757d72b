package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.transport.LinkCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cookies that links over WebSocket and long-poll are given. */
class WebCookiesTest {

  private static final String KNOWN = "k".repeat(43);
  private static final CookieOptions OPTIONS =
      new CookieOptions("who", Duration.ofDays(30), KNOWN::equals);

  private final WebCookies plain = new WebCookies(OPTIONS, false);
  private final EchoAcceptor router = new EchoAcceptor();
  private Links links;

  @BeforeEach
  void open() throws Exception {
    links = new Links();
  }

  @AfterEach
  void close() throws Exception {
    links.close();
  }

  private NettyListener listen(Set<String> origins) throws Exception {
    return links.listen(
        WebListenerConfig.of(Links.LOOPBACK)
            .withOrigins(origins)
            .withOptions(WebOptions.DEFAULT.withCookies(OPTIONS).withLongPollPath("/poll")),
        router);
  }

  /** Scripts cannot read it, other sites' requests do not bring it. */
  @Test
  void theHeaderSaysAllThatABrowserMustKnow() {
    LinkCookie cookie = new LinkCookie("v".repeat(43), true);

    assertEquals(
        "who=" + "v".repeat(43) + "; Max-Age=2592000; Path=/; HTTPOnly; SameSite=Strict",
        plain.header(cookie).replaceAll("Expires=[^;]*; ", ""));
    assertEquals(
        "__Host-who="
            + "v".repeat(43)
            + "; Max-Age=2592000; Path=/; Secure; HTTPOnly; SameSite=Strict",
        new WebCookies(OPTIONS, true).header(cookie).replaceAll("Expires=[^;]*; ", ""));
  }

  @Test
  void everyNewOneIsRandom() {
    LinkCookie one = plain.of(List.of());
    LinkCookie two = plain.of(List.of());

    assertTrue(one.issued() && two.issued());
    assertTrue(one.value().matches("[A-Za-z0-9_-]{43}"), "256 bits");
    assertNotEquals(one.value(), two.value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"who=%s", "a=b; who=%s; c=d", "who=planted; who=%s"})
  void aGoodOneIsTaken(String header) {
    assertEquals(new LinkCookie(KNOWN, false), plain.of(List.of(header.formatted(KNOWN))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "who=", "whom=%s", "WHO=%s", "who=%sk", "who=\"%s", ";;=;", "who"})
  void anyOtherIsReplaced(String header) {
    assertTrue(plain.of(List.of(header.formatted(KNOWN))).issued());
  }

  @Test
  void whatThePlainListenerGaveIsNotTakenOverTls() {
    assertTrue(new WebCookies(OPTIONS, true).of(List.of("who=" + KNOWN)).issued());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;b", "a=b"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new CookieOptions(name, Duration.ofDays(1), _ -> true));
  }

  private static String upgrade(String more) {
    return WebSocketFrames.upgrade("/ws", "Sec-WebSocket-Protocol: wamp.2.json\r\n" + more);
  }

  @Test
  void anUpgradeSetsACookieAndTheLinkHasIt() throws Exception {
    try (RawPeer peer = RawPeer.to(listen(Set.of()))) {
      // When
      peer.sendText(upgrade(""));

      // Then
      String head = peer.readHead();
      LinkCookie given = assertNotNull(router.peer().transport.details().proofs().cookie());
      assertTrue(given.issued());
      assertTrue(head.toLowerCase(Locale.ROOT).contains("set-cookie: who="), head);
      assertTrue(head.contains("who=" + given.value() + ";"), head);
    }
  }

  @Test
  void aGoodCookieIsNotSetAgain() throws Exception {
    try (RawPeer peer = RawPeer.to(listen(Set.of()))) {
      // When
      peer.sendText(upgrade("Cookie: who=" + KNOWN + "\r\n"));

      // Then
      String head = peer.readHead();
      assertFalse(head.toLowerCase(Locale.ROOT).contains("set-cookie"), head);
      assertEquals(
          new LinkCookie(KNOWN, false), router.peer().transport.details().proofs().cookie());
    }
  }

  /** A page of another site brings no cookie (SameSite), and if it did, it would not get in. */
  @Test
  void anotherSitesPageIsRefusedWithAndWithoutTheCookie() throws Exception {
    NettyListener listener = listen(Set.of("http://gateway.local"));
    for (String cookie : List.of("", "Cookie: who=" + KNOWN + "\r\n")) {
      try (RawPeer peer = RawPeer.to(listener)) {
        peer.sendText(upgrade("Origin: http://evil.example\r\n" + cookie));
        String head = peer.readHead();
        assertTrue(head.startsWith("HTTP/1.1 403 "), head);
        assertFalse(head.toLowerCase(Locale.ROOT).contains("set-cookie"), head);
      }
      assertEquals(403, open(listener, "http://evil.example", cookie).statusCode());
    }
    assertTrue(router.peers.isEmpty());
  }

  @Test
  void longPollGivesAndTakesThemToo() throws Exception {
    NettyListener listener = listen(Set.of("http://gateway.local"));

    HttpResponse<String> first = open(listener, "http://gateway.local", "");
    LinkCookie given = router.peer().transport.details().proofs().cookie();
    HttpResponse<String> second = open(listener, "http://gateway.local", "who=" + KNOWN);
    LinkCookie brought = router.peer().transport.details().proofs().cookie();

    assertTrue(assertNotNull(given).issued());
    assertTrue(
        first.headers().firstValue("set-cookie").orElse("").startsWith("who=" + given.value()));
    assertEquals(new LinkCookie(KNOWN, false), brought);
    assertTrue(second.headers().firstValue("set-cookie").isEmpty());
  }

  private static <T> T assertNotNull(T value) {
    org.junit.jupiter.api.Assertions.assertNotNull(value);
    return value;
  }

  private static HttpResponse<String> open(NettyListener listener, String origin, String cookie)
      throws Exception {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/poll/open"))
              .timeout(Duration.ofSeconds(30))
              .header("Origin", origin)
              .POST(HttpRequest.BodyPublishers.ofString("{\"protocols\":[\"wamp.2.json\"]}"));
      if (!cookie.isEmpty()) {
        request.header("Cookie", cookie.replace("Cookie: ", "").strip());
      }
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
