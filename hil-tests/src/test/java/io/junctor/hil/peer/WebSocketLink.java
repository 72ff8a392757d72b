package io.junctor.hil.peer;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Message;
import io.junctor.wamp.serializer.Serializer;
import io.junctor.wamp.serializer.Serializers;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the JDK's client. */
public final class WebSocketLink implements Link {

  static {
    // Small, so that a reader that pauses fills it soon; read when the first client is made.
    System.setProperty("jdk.httpclient.receiveBufferSize", "65536");
  }

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Serializer serializer;
  private final Inbox inbox = new Inbox();
  private final BlockingQueue<byte[]> pongs = new LinkedBlockingQueue<>(16);
  private final Demand demand = new Demand();
  private final WebSocket socket;

  private WebSocketLink(URI uri, Format format) {
    this.serializer = Serializers.of(format);
    this.socket =
        CLIENT
            .newWebSocketBuilder()
            .subprotocols(format.subprotocol())
            .buildAsync(uri, new Reader())
            .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }

  /** Opens a link; fails when the router does not take it. */
  public static WebSocketLink open(URI uri, Format format) {
    WebSocketLink link = new WebSocketLink(uri, format);
    if (!link.socket.getSubprotocol().equals(format.subprotocol())) {
      link.cut();
      throw new AssertionError(
          "expected subprotocol %s, got '%s'"
              .formatted(format.subprotocol(), link.socket.getSubprotocol()));
    }
    return link;
  }

  @Override
  public void send(Message message) {
    sendFrame(serializer.encode(message));
  }

  @Override
  public void sendFrame(byte[] frame) {
    sendAs(serializer.format().isBinary(), frame);
  }

  /** Sends a frame of the kind that the subprotocol does not use. */
  public void sendAsWrongKind(byte[] frame) {
    sendAs(!serializer.format().isBinary(), frame);
  }

  private void sendAs(boolean binary, byte[] frame) {
    if (binary) {
      socket.sendBinary(ByteBuffer.wrap(frame), true).join();
    } else {
      socket.sendText(new String(frame, StandardCharsets.UTF_8), true).join();
    }
  }

  @Override
  public Message receive(String wanted) {
    return inbox.next(wanted);
  }

  @Override
  public void awaitEnd() {
    inbox.awaitEnd();
  }

  @Override
  public byte[] ping(byte[] payload) {
    socket.sendPing(ByteBuffer.wrap(payload)).join();
    try {
      byte[] pong = pongs.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (pong == null) {
        throw new AssertionError("expected a pong, got nothing within " + PATIENCE);
      }
      return pong;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void pauseReading() {
    demand.pause();
  }

  @Override
  public void resumeReading() {
    demand.resume(socket);
  }

  @Override
  public void cut() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Asks for one frame after the other, unless paused. */
  private static final class Demand {
    private boolean paused;
    private boolean owed; // a request that the pause holds back

    synchronized void pause() {
      paused = true;
    }

    synchronized void resume(WebSocket socket) {
      paused = false;
      if (owed) {
        owed = false;
        socket.request(1);
      }
    }

    synchronized void next(WebSocket socket) {
      if (paused) {
        owed = true;
      } else {
        socket.request(1);
      }
    }
  }

  private final class Reader implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        received(text.toString().getBytes(StandardCharsets.UTF_8), false);
        text.setLength(0);
      }
      demand.next(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      binary.writeBytes(part);
      if (last) {
        received(binary.toByteArray(), true);
        binary.reset();
      }
      demand.next(from);
      return null;
    }

    private void received(byte[] frame, boolean isBinary) {
      if (isBinary != serializer.format().isBinary()) {
        inbox.ended("a " + (isBinary ? "binary" : "text") + " frame in " + serializer.format());
        return;
      }
      try {
        inbox.received(serializer.decode(frame));
      } catch (RuntimeException e) {
        inbox.ended("the router sent what is no message: " + e);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
      byte[] payload = new byte[data.remaining()];
      data.get(payload);
      pongs.add(payload);
      demand.next(from);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
      demand.next(from); // the JDK answers by itself
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      inbox.ended("close %d %s".formatted(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      inbox.ended(error.toString());
    }
  }
}
