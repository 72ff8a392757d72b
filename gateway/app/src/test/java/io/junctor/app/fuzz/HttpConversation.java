package io.junctor.app.fuzz;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.serializer.Serializers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** HTTP: the console's pages, health, metrics, and WAMP over long-poll. */
final class HttpConversation implements Conversation {

  private static final List<String> PATHS =
      List.of(
          "/",
          "/index.html",
          "/console.js",
          "/health",
          "/metrics",
          "/../etc/passwd",
          "/%2e%2e/%00",
          "//",
          "*",
          "/ws",
          "/longpoll/open",
          "/longpoll/AAAAAAAAAAAAAAAAAAAAAAAA/send",
          "/longpoll/AAAAAAAAAAAAAAAAAAAAAAAA/receive",
          "/longpoll/AAAAAAAAAAAAAAAAAAAAAAAA/close",
          "/longpoll//send");
  private static final List<String> METHODS =
      List.of("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "CONNECT", "PRI", "ge t");
  private static final List<String> HEADERS =
      List.of(
          "Connection: close",
          "Connection: keep-alive, Upgrade",
          "Origin: http://evil.example.com",
          "Origin: null",
          "Transfer-Encoding: chunked",
          "Content-Length: 4",
          "Content-Length: -1",
          "Expect: 100-continue",
          "Range: bytes=0-1,5-",
          "If-None-Match: \"x\"",
          "Accept-Encoding: gzip, br",
          "Cookie: a=b; c",
          "Content-Type: application/json",
          "X: \u0001");

  private final String host; // another one is refused
  private final FuzzFrames frames;
  private final Mutations mutations;

  HttpConversation(int port, Random random) {
    this.host = "127.0.0.1:" + port;
    this.frames = new FuzzFrames(random);
    this.mutations = new Mutations(random);
  }

  @Override
  public String accepted() {
    return "HTTP/1.1 ";
  }

  @Override
  public String name() {
    return "http and long-poll";
  }

  @Override
  public int steps() {
    return 1;
  }

  @Override
  public List<byte[]> next(Random random) {
    List<byte[]> pieces = new ArrayList<>();
    FuzzLink link = FuzzLink.unconnected(Format.JSON);
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      pieces.add(mutations.sometimes(request(link, random), 2));
    }
    return pieces;
  }

  private byte[] request(FuzzLink link, Random random) {
    byte[] body =
        switch (random.nextInt(4)) {
          case 0 -> "{\"protocols\":[\"wamp.2.json\"]}".getBytes(StandardCharsets.UTF_8);
          case 1 -> frames.next(link, "fuzz");
          case 2 -> Serializers.of(Format.JSON).encode(frames.hello("fuzz"));
          default -> new byte[0];
        };
    StringBuilder head = new StringBuilder();
    head.append(body.length == 0 ? METHODS.get(random.nextInt(METHODS.size())) : "POST")
        .append(' ')
        .append(PATHS.get(random.nextInt(PATHS.size())))
        .append(random.nextInt(10) == 0 ? " HTTP/1.0" : " HTTP/1.1")
        .append("\r\nHost: ")
        .append(host)
        .append("\r\n");
    for (int i = random.nextInt(3); i > 0; i--) {
      head.append(HEADERS.get(random.nextInt(HEADERS.size()))).append("\r\n");
    }
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    whole.writeBytes(body);
    return whole.toByteArray();
  }
}
