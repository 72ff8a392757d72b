package io.junctor.app.cli;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Call;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Goodbye;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Invocation;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.message.Publish;
import io.junctor.wamp.message.Published;
import io.junctor.wamp.message.Register;
import io.junctor.wamp.message.Registered;
import io.junctor.wamp.message.Result;
import io.junctor.wamp.message.Subscribe;
import io.junctor.wamp.message.Subscribed;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.message.Yield;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import io.junctor.wamp.uri.CloseUri;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A peer on plain blocking sockets, so that the client's side adds nothing to the archive: joins,
 * subscribes, publishes, registers, calls itself and leaves.
 */
final class RehearsalPeer implements AutoCloseable {

  private static final int ANSWER_MILLIS_MAX = 10_000;
  private static final int RAWSOCKET_MAGIC = 0x7F;

  // WebSocket: FIN with text or binary; a mask of zeros leaves the payload as it is
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final boolean isWebSocket;
  private final Format format;
  private final Serializer serializer;

  private RehearsalPeer(String address, Format format) throws IOException {
    int port = URI.create(address.substring(address.indexOf('=') + 1)).getPort();
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(ANSWER_MILLIS_MAX);
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
    this.isWebSocket = address.startsWith("websocket=");
    this.format = format;
    this.serializer = Serializers.of(format);
    if (isWebSocket) {
      upgrade(port);
    } else {
      out.write(new byte[] {RAWSOCKET_MAGIC, (byte) (format == Format.JSON ? 0xF1 : 0xF2), 0, 0});
      in.readInt();
    }
  }

  /** Visits each listener with each serializer. */
  static void rehearse(List<String> addresses, String realm, ClientAuthenticator authenticator)
      throws IOException {
    for (String address : addresses) {
      if (address.startsWith("websocket=") || address.startsWith("rawsocket=")) {
        for (Format format : List.of(Format.JSON, Format.MSGPACK)) {
          try (RehearsalPeer peer = new RehearsalPeer(address, format)) {
            peer.play(realm, authenticator);
          }
        }
      }
    }
  }

  private void play(String realm, ClientAuthenticator authenticator) throws IOException {
    Dict details =
        Dict.builder()
            .put("roles", Dict.of("caller", Dict.EMPTY, "callee", Dict.EMPTY))
            .put("authmethods", List.of(authenticator.method()))
            .put("authid", authenticator.authid())
            .put("authextra", authenticator.authextra())
            .build();
    send(new Hello(realm, details));
    send(authenticator.answer(expect(Challenge.class)));
    expect(Welcome.class);
    send(new Subscribe(1, Dict.EMPTY, "com.example.topic"));
    expect(Subscribed.class);
    send(new Publish(2, Dict.of("acknowledge", true), "com.example.topic", Payload.NONE));
    expect(Published.class);
    send(new Register(3, Dict.EMPTY, "com.example.procedure"));
    expect(Registered.class);
    send(new Call(4, Dict.EMPTY, "com.example.procedure", Payload.NONE));
    send(new Yield(expect(Invocation.class).request(), Dict.EMPTY, Payload.NONE));
    expect(Result.class);
    send(new Goodbye(Dict.EMPTY, CloseUri.CLOSE_REALM));
    expect(Goodbye.class);
  }

  private <T extends Message> T expect(Class<T> type) throws IOException {
    Message message = receive();
    if (!type.isInstance(message)) {
      throw new IOException("expected " + type.getSimpleName() + ", got " + message);
    }
    return type.cast(message);
  }

  private void upgrade(int port) throws IOException {
    String request =
        "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:"
            + port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + "Sec-WebSocket-Protocol: wamp.2."
            + format.id()
            + "\r\n\r\n";
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    int ends = 0; // of "\r\n\r\n"
    while (ends < 4) {
      int octet = in.readUnsignedByte();
      ends = octet == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : octet == '\r' ? 1 : 0;
    }
  }

  private void send(Message message) throws IOException {
    byte[] bytes = serializer.encode(message);
    if (isWebSocket) {
      out.write(format == Format.JSON ? TEXT : BINARY);
      if (bytes.length < LENGTH_16) {
        out.write(MASKED | bytes.length);
      } else {
        out.write(MASKED | LENGTH_16);
        out.writeShort(bytes.length);
      }
    }
    out.writeInt(isWebSocket ? 0 : bytes.length);
    out.write(bytes);
  }

  private Message receive() throws IOException {
    int length;
    if (isWebSocket) {
      in.readUnsignedByte();
      int first = in.readUnsignedByte();
      length = first == LENGTH_16 ? in.readUnsignedShort() : first;
    } else {
      length = in.readInt();
    }
    return serializer.decode(in.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
