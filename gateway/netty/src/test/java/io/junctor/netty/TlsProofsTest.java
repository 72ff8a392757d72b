package io.junctor.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.junctor.wamp.message.Format;
import io.junctor.wamp.transport.LinkProofs;
import io.junctor.wamp.transport.PeerCertificate;
import io.junctor.wamp.transport.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link over TLS proves of its ends. */
class TlsProofsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  // The four octets of RawSocket: JSON, 16 MiB.
  private static final String RAWSOCKET = "7F F1 00 00";

  /** Opens a link and resumes it twice; prints for each whether it is resumed, and its name. */
  private static final String CHANNELS =
      """
      import socket, ssl, sys
      port, resumption, certificate = int(sys.argv[1]), sys.argv[2], sys.argv[3] == "True"
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
      context.check_hostname = False
      context.verify_mode = ssl.CERT_NONE
      context.maximum_version = ssl.TLSVersion.TLSv1_2
      if resumption == "id":
          context.options |= ssl.OP_NO_TICKET
      if resumption == "no-ems":
          context.options |= 1  # SSL_OP_NO_EXTENDED_MASTER_SECRET
      if certificate:
          context.load_cert_chain(sys.argv[4], sys.argv[5])
      session = None
      for _ in range(3):
          with socket.create_connection(("127.0.0.1", port), 10) as plain:
              with context.wrap_socket(plain, session=session) as link:
                  link.sendall(bytes([0x7F, 0xF1, 0, 0]))
                  link.recv(4)
                  session = link.session
                  print(str(link.session_reused).lower(), link.get_channel_binding("tls-unique").hex())
      """;

  @TempDir static Path directory;

  private static ServerTls router;
  private static ServerTls anna;
  private static ServerTls stranger;

  private final EchoAcceptor acceptor = new EchoAcceptor();
  private Links links;

  @BeforeAll
  static void makeCertificates() throws Exception {
    router = Certificates.make(directory, "local", "dns:localhost,ip:127.0.0.1");
    anna =
        Certificates.make(
            directory, "anna", "dns:Anna.example.com,email:anna@Example.com,uri:urn:example:anna");
    stranger = Certificates.make(directory, "stranger", "dns:stranger.example.com");
  }

  @BeforeEach
  void open() throws Exception {
    links = new Links();
  }

  @AfterEach
  void close() throws Exception {
    links.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wss", "rss"})
  void bothEndsKnowTheChannelByTheSameIdAndEachChannelHasItsOwn(String scheme) throws Exception {
    NettyListener listener =
        links.listen(
            scheme.equals("wss")
                ? WebListenerConfig.of(Links.LOOPBACK).withTls(router)
                : RawSocketListenerConfig.of(Links.LOOPBACK).withTls(router),
            acceptor);
    String path = scheme.equals("wss") ? "/ws" : "";
    ConnectorConfig config =
        ConnectorConfig.of(scheme + "://127.0.0.1:" + listener.port() + path, Format.JSON)
            .withAuthorities(router.certificates());

    LinkProofs here = connect(config).details().proofs();
    LinkProofs there = acceptor.peer().transport.details().proofs();
    LinkProofs other = connect(config).details().proofs();

    assertEquals(32, here.channelId("tls-exporter").length);
    assertEquals(here.channelIds(), there.channelIds());
    assertNotEquals(here.channelIds(), other.channelIds());
    assertNull(there.certificate());
    assertNull(there.channelId("tls-unique"), "RFC 9266: undefined in TLS 1.3");
  }

  @Test
  void aLinkWithoutTlsProvesNothing() throws Exception {
    NettyListener listener = links.listen(RawSocketListenerConfig.of(Links.LOOPBACK), acceptor);

    Transport transport =
        connect(ConnectorConfig.of("rs://127.0.0.1:" + listener.port(), Format.JSON));

    assertEquals(LinkProofs.NONE, transport.details().proofs());
    assertEquals(LinkProofs.NONE, acceptor.peer().transport.details().proofs());
  }

  /** RFC 9266 by somebody else's hand. */
  @Test
  void openSslExportsTheSameId() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
    NettyListener listener =
        links.listen(RawSocketListenerConfig.of(Links.LOOPBACK).withTls(router), acceptor);
    Process openssl =
        new ProcessBuilder(
                "/usr/bin/openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + listener.port(),
                "-tls1_3",
                "-keymatexport",
                "EXPORTER-Channel-Binding",
                "-keymatexportlen",
                "32")
            .redirectErrorStream(true)
            .start();
    String said;
    LinkProofs proofs;
    try (OutputStream in = openssl.getOutputStream()) {
      in.write(HexFormat.ofDelimiter(" ").parseHex(RAWSOCKET.toLowerCase(Locale.ROOT)));
      in.flush();
      proofs = acceptor.peer().transport.details().proofs();
    } finally {
      said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      openssl.waitFor(10, TimeUnit.SECONDS);
      openssl.destroyForcibly();
    }
    Matcher exported = Pattern.compile("Keying material: ([0-9A-F]{64})").matcher(said);
    assertTrue(exported.find(), said);
    assertEquals(
        exported.group(1).toLowerCase(Locale.ROOT), proofs.channelIds().get("tls-exporter"));
  }

  /**
   * RFC 5929 by OpenSSL: a full handshake, and two resumed ones whose first Finished message is the
   * server's, one by a ticket (RFC 5077) and one by the session's id.
   */
  @ParameterizedTest
  @CsvSource({"ticket, False", "ticket, True", "id, False", "id, True"})
  void pythonNamesTheChannelOfTls12Alike(String resumption, String certificate) throws Exception {
    NettyListener listener = listenForClients();

    String said = python(listener, resumption, certificate);

    List<String> here = new ArrayList<>();
    for (int link = 0; link < 3; link++) {
      LinkProofs proofs = acceptor.peer().transport.details().proofs();
      here.add((link > 0) + " " + proofs.channelIds().get("tls-unique"));
      assertEquals(certificate.equals("True"), proofs.certificate() != null);
    }
    assertEquals(here, said.lines().toList());
  }

  /** RFC 7627: such a channel can have the Finished messages of another one. */
  @Test
  void aChannelOfTls12WithoutTheExtendedMasterSecretHasNoName() throws Exception {
    NettyListener listener = listenForClients();

    String said = python(listener, "no-ems", "False");

    assertEquals(3, said.lines().count(), said);
    assertEquals(Map.of(), acceptor.peer().transport.details().proofs().channelIds());
  }

  /** The name of a channel is that of its newest handshake, so there is one alone. */
  @Test
  void anotherHandshakeInTheSameChannelIsRefused() throws Exception {
    NettyListener listener = listenForClients();
    try (SSLSocket socket = socket(listener, "anna", "TLSv1.2")) {
      socket.getOutputStream().write(HexFormat.ofDelimiter(" ").parseHex("7f f1 00 00"));
      assertEquals(4, socket.getInputStream().readNBytes(4).length);

      socket.startHandshake(); // says so, and learns what comes of it when it reads
      IOException refused = assertThrows(IOException.class, () -> socket.getInputStream().read());

      assertFalse(refused instanceof SocketTimeoutException, refused.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aClientsCertificateIsToldWithItsNames(String version) throws Exception {
    NettyListener listener = listenForClients();

    try (SSLSocket socket = socket(listener, "anna", version)) {
      socket.getOutputStream().write(HexFormat.ofDelimiter(" ").parseHex("7f f1 00 00"));
      PeerCertificate told = acceptor.peer().transport.details().proofs().certificate();

      assertEquals("cn=anna", told.subject());
      assertEquals(fingerprint(anna), told.fingerprint());
      assertEquals(
          List.of("dns:anna.example.com", "email:anna@example.com", "uri:urn:example:anna"),
          told.names());
    }
  }

  @Test
  void aClientWithoutCertificateIsLetThrough() throws Exception {
    NettyListener listener = listenForClients();

    connect(
        ConnectorConfig.of("rss://127.0.0.1:" + listener.port(), Format.JSON)
            .withAuthorities(router.certificates()));

    LinkProofs proofs = acceptor.peer().transport.details().proofs();
    assertNull(proofs.certificate());
    assertNotNull(proofs.channelId("tls-exporter"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aCertificateThatNobodyVouchesForEndsTheHandshake(String version) throws Exception {
    NettyListener listener = listenForClients();

    try (SSLSocket socket = socket(listener, "stranger", version)) {
      socket.getOutputStream().write(HexFormat.ofDelimiter(" ").parseHex("7f f1 00 00"));
      assertEquals(-1, socket.getInputStream().read());
    } catch (SSLException | java.net.SocketException refused) {
      // in TLS 1.3 the client learns of it after its own handshake, or finds the link gone
    }
    assertTrue(acceptor.peers.isEmpty());
  }

  private static String python(NettyListener listener, String resumption, String certificate)
      throws Exception {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "python3 is not installed");
    Process program =
        new ProcessBuilder(
                python.toString(),
                "-c",
                CHANNELS,
                Integer.toString(listener.port()),
                resumption,
                certificate,
                anna.certificates().toString(),
                anna.key().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, program.waitFor(), said);
    return said;
  }

  private NettyListener listenForClients() throws IOException {
    return links.listen(
        RawSocketListenerConfig.of(Links.LOOPBACK)
            .withTls(router.withClientAuthorities(anna.certificates())),
        acceptor);
  }

  private Transport connect(ConnectorConfig config) throws Exception {
    return links.connect(config, new Recorder());
  }

  private static SSLSocket socket(NettyListener listener, String alias, String version)
      throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(alias + ".p12"))) {
      own.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("router", certificate(router));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    // shown whatever issuers the router names: what it does with one of another is the question
    context.init(
        new javax.net.ssl.KeyManager[] {new Always(alias, keys)}, trust.getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setEnabledProtocols(new String[] {version});
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static X509Certificate certificate(ServerTls tls) throws Exception {
    try (InputStream in = Files.newInputStream(tls.certificates())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static String fingerprint(ServerTls tls) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate(tls).getEncoded());
    return HexFormat.of().formatHex(hash);
  }

  /** Shows one certificate whoever is asked for. */
  private static final class Always extends javax.net.ssl.X509ExtendedKeyManager {
    private final String alias;
    private final javax.net.ssl.X509KeyManager keys;

    Always(String alias, KeyManagerFactory factory) {
      this.alias = alias;
      this.keys = (javax.net.ssl.X509KeyManager) factory.getKeyManagers()[0];
    }

    @Override
    public String chooseClientAlias(
        String[] types, java.security.Principal[] issuers, java.net.Socket socket) {
      return alias;
    }

    @Override
    public String[] getClientAliases(String type, java.security.Principal[] issuers) {
      return new String[] {alias};
    }

    @Override
    public String[] getServerAliases(String type, java.security.Principal[] issuers) {
      return null;
    }

    @Override
    public String chooseServerAlias(
        String type, java.security.Principal[] issuers, java.net.Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String which) {
      return keys.getCertificateChain(which);
    }

    @Override
    public java.security.PrivateKey getPrivateKey(String which) {
      return keys.getPrivateKey(which);
    }
  }
}
