package io.junctor.bench;

import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.message.Welcome;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/** Joins over RawSocket and JSON with blocking sockets: as little client as possible. */
final class RawClient {

  /** Magic, 64 KiB and JSON, two reserved octets. */
  private static final int HANDSHAKE = 0x7F_71_00_00;

  private static final Serializer JSON = Serializers.of(Format.JSON);

  private RawClient() {}

  /** Joins and leaves by closing the socket. */
  static void join(int port, ClientAuthenticator authenticator) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      out.writeInt(HANDSHAKE);
      if (in.readUnsignedByte() != HANDSHAKE >>> 24) {
        throw new IOException("no RawSocket router at port " + port);
      }
      in.skipNBytes(3);
      send(out, hello(authenticator));
      Message answer = receive(in);
      if (answer instanceof Challenge challenge) {
        send(out, authenticator.answer(challenge));
        answer = receive(in);
      }
      if (!(answer instanceof Welcome)) {
        throw new IOException("expected WELCOME, got " + answer);
      }
    }
  }

  private static Hello hello(ClientAuthenticator authenticator) {
    Dict details =
        Dict.builder()
            .put("roles", Dict.of("caller", Dict.EMPTY))
            .put("authmethods", List.of(authenticator.method()))
            .put("authid", authenticator.authid())
            .put("authextra", authenticator.authextra())
            .build();
    return new Hello("junctor", details);
  }

  private static void send(DataOutputStream out, Message message) throws IOException {
    byte[] frame = JSON.encode(message);
    byte[] whole = new byte[Integer.BYTES + frame.length];
    java.nio.ByteBuffer.wrap(whole).putInt(frame.length).put(frame);
    out.write(whole);
  }

  private static Message receive(DataInputStream in) throws IOException {
    return JSON.decode(in.readNBytes(in.readInt()));
  }
}
