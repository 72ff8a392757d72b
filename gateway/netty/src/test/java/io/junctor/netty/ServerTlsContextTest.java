package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.Outgoing;
import io.junctor.wamp.transport.Transport;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener's certificate while its files are replaced. */
class ServerTlsContextTest {

  private static final String LISTENER = "test";

  @TempDir static Path made;
  private static ServerTls first;
  private static ServerTls second;

  @TempDir Path directory;
  private ServerTls files;
  private ServerTlsContext context;
  private SslContext before;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = Certificates.make(made, "first", "ip:127.0.0.1");
    second = Certificates.make(made, "second", "ip:127.0.0.1");
  }

  @BeforeEach
  void readTheFirst() throws Exception {
    files = new ServerTls(directory.resolve("chain.pem"), directory.resolve("key.pem"));
    put(first.certificates(), files.certificates());
    put(first.key(), files.key());
    context = ServerTlsContext.read(files);
    before = context.current();
  }

  private static void put(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Twice: one look sees the change, the next one that it is at rest. */
  private void look() {
    context.look(LISTENER);
    context.look(LISTENER);
  }

  @Test
  void unchangedFilesAreNotReadAgain() {
    look();

    assertSame(before, context.current());
  }

  @Test
  void aNewCertificateWithItsKeyIsTaken() throws Exception {
    put(second.certificates(), files.certificates());
    put(second.key(), files.key());

    // When
    look();

    // Then
    assertNotSame(before, context.current());
  }

  @Test
  void filesThatStillChangeAreNotRead() throws Exception {
    put(second.certificates(), files.certificates());
    context.look(LISTENER);
    put(second.key(), files.key());

    // When
    context.look(LISTENER);

    // Then
    assertSame(before, context.current());
    context.look(LISTENER);
    assertNotSame(before, context.current());
  }

  @Test
  void aCertificateWithoutItsKeyIsNotTakenUntilTheKeyComes() throws Exception {
    put(second.certificates(), files.certificates());

    // When
    look();

    // Then
    assertSame(before, context.current());
    put(second.key(), files.key());
    look();
    assertNotSame(before, context.current());
  }

  @Test
  void filesThatVanishOrHoldNothingChangeNothing() throws Exception {
    Files.delete(files.key());
    look();
    Files.writeString(files.key(), "no key");
    put(second.certificates(), files.certificates());

    // When
    look();

    // Then
    assertSame(before, context.current());
  }

  @Test
  void aSymbolicLinkThatPointsElsewhereIsAChange() throws Exception {
    Path link = directory.resolve("link.pem");
    Path keyLink = directory.resolve("linkkey.pem");
    Files.createSymbolicLink(link, first.certificates());
    Files.createSymbolicLink(keyLink, first.key());
    ServerTlsContext linked = ServerTlsContext.read(new ServerTls(link, keyLink));
    SslContext old = linked.current();
    Files.delete(link);
    Files.delete(keyLink);
    Files.createSymbolicLink(link, second.certificates());
    Files.createSymbolicLink(keyLink, second.key());

    // When
    linked.look(LISTENER);
    linked.look(LISTENER);

    // Then
    assertNotSame(old, linked.current());
  }

  @Test
  void aKeyOfAnotherCertificateOpensNoListener() {
    ServerTls mixed = new ServerTls(first.certificates(), second.key());

    IOException failure = assertThrows(IOException.class, () -> ServerTlsContext.read(mixed));

    assertTrue(failure.getMessage().contains("not that of the certificate"), failure.getMessage());
  }

  @Test
  void theMinimumLeavesOutOlderVersions() throws Exception {
    ServerTls strict = new ServerTls(first.certificates(), first.key(), ServerTls.Version.TLS_1_3);

    SSLEngine engine =
        ServerTlsContext.read(strict)
            .current()
            .newEngine(io.netty.buffer.UnpooledByteBufAllocator.DEFAULT);

    assertEquals("TLSv1.3", String.join(" ", engine.getEnabledProtocols()));
  }

  @Test
  void anOpenLinkGoesOnWhileNewOnesGetTheNewCertificate() throws Exception {
    EchoAcceptor router = new EchoAcceptor();
    Recorder client = new Recorder();
    try (Links links = new Links()) {
      NettyListener listener =
          links.listen(RawSocketListenerConfig.of(Links.LOOPBACK).withTls(files), router);
      ConnectorConfig trustsFirst =
          ConnectorConfig.of("rss://127.0.0.1:" + listener.port(), Format.CBOR)
              .withAuthorities(first.certificates());
      ConnectorConfig trustsSecond = trustsFirst.withAuthorities(second.certificates());
      Transport link = links.connect(trustsFirst, client);

      // When
      put(second.certificates(), files.certificates());
      put(second.key(), files.key());

      // Then
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .ignoreExceptionsInstanceOf(ExecutionException.class)
          .until(() -> links.connect(trustsSecond, new Recorder()) != null);
      assertThrows(ExecutionException.class, () -> links.connect(trustsFirst, new Recorder()));
      link.send(new Outgoing(Links.publish(1, Format.CBOR, "still there")));
      assertEquals("PUBLISH", client.message().name());
    }
  }
}
