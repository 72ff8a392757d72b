package io.junctor.app.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.junctor.wamp.auth.AuthStep;
import io.junctor.wamp.auth.Authenticator;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Format;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of the gateway join without a proof, and nobody joins as one of them. */
class OwnPartsTest {

  private static final Authenticator GATEWAY =
      UplinkPart.admitting(
          DynamicPart.admitting((_, _) -> new AuthStep.Deny("refused", "nobody else")));

  @ParameterizedTest
  @CsvSource({
    "junctor-uplink, LOCAL, local, junctor-uplink",
    "junctor-authenticator, LOCAL, local, junctor-authenticator",
    // a client over MQTT, which this process joins for
    "junctor-uplink, LOCAL, 192.0.2.7:4711, ",
    "junctor-authenticator, LOCAL, 192.0.2.7:4711, ",
    "junctor-uplink, RAWSOCKET, local, ",
    "junctor-authenticator, RAWSOCKET_UNIX, local, "
  })
  void onlyThisProcessIsAPartOfIt(
      String name, TransportDetails.Kind kind, String peer, String role) {
    // Given
    Hello hello = new Hello("r", Dict.of("authid", name, "authmethods", List.of("ticket")));
    TransportDetails link = new TransportDetails(kind, Format.MSGPACK, peer, true);
    // When
    AuthStep step = GATEWAY.begin(hello, link);
    // Then
    if (role == null) {
      assertInstanceOf(AuthStep.Deny.class, step);
    } else {
      assertEquals(role, assertInstanceOf(AuthStep.Accept.class, step).identity().authrole());
    }
  }
}
