package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.junctor.wamp.transport.CloseCause;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The JDK's client, written by others, against our listener. */
class JdkWebSocketTest {

  private static final class Listener implements WebSocket.Listener {

    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        texts.add(parts.toString());
        parts.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      texts.add("closed " + status);
      return null;
    }
  }

  @Test
  void theJdkClientOpensTalksInFragmentsAndCloses() throws Exception {
    try (Links links = new Links();
        HttpClient client = HttpClient.newHttpClient()) {
      // Given
      EchoAcceptor router = new EchoAcceptor();
      NettyListener listener = links.listen(WebListenerConfig.of(Links.LOOPBACK), router);
      Listener heard = new Listener();
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .subprotocols("wamp.2.json")
              .buildAsync(URI.create("ws://127.0.0.1:" + listener.port() + "/ws"), heard)
              .get(10, TimeUnit.SECONDS);

      // When
      socket.sendText("[16,1,{},", false).get(10, TimeUnit.SECONDS);
      socket.sendText("\"a.b\",[\"grün\"]]", true).get(10, TimeUnit.SECONDS);

      // Then
      assertEquals("[16,1,{},\"a.b\",[\"grün\"]]", heard.texts.poll(10, TimeUnit.SECONDS));
      assertEquals("wamp.2.json", socket.getSubprotocol());
      router.peer().transport.close(CloseCause.SHUTDOWN);
      assertEquals("closed 1001", heard.texts.poll(10, TimeUnit.SECONDS));
    }
  }
}
