package io.junctor.mqtt.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.junctor.component.session.JoinRefusedException;
import io.junctor.component.session.JoinedSession;
import io.junctor.component.session.SessionSettings;
import io.junctor.component.session.WampSession;
import io.junctor.mqtt.TestRouter;
import io.junctor.wamp.auth.ClientAuthenticator;
import io.junctor.wamp.auth.OpenAuthenticator;
import io.junctor.wamp.auth.TicketAuthenticator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * MQTT clients come over links of the kind LOCAL, which may ask for the role of the process without
 * any proof. What is offered decides: a ticket, and only a ticket, is judged as a ticket.
 */
class LocalTicketTest {

  private final TestRouter router = new TestRouter();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void aLocalLinkThatOffersATicketIsThatPrincipalAndNotTheProcess() throws Exception {
    // When
    JoinedSession joined = join(new TicketAuthenticator("viewer", TestRouter.TICKET));
    // Then
    assertEquals("viewer", joined.authid());
    assertEquals("viewer", joined.authrole());
  }

  @ParameterizedTest
  @CsvSource({"viewer, wrong", "stranger, correct horse", "local, ''", "test-component, local"})
  void aLocalLinkWithAWrongTicketIsRefusedAndNotGivenTheRoleOfTheProcess(
      String authid, String ticket) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> join(new TicketAuthenticator(authid, ticket)));
    assertInstanceOf(JoinRefusedException.class, failure.getCause());
  }

  /** Without this the tests above would prove nothing. */
  @Test
  void aLocalLinkThatAsksForItIsGivenTheRoleOfTheProcess() throws Exception {
    assertEquals("process", join(OpenAuthenticator.local("fridge")).authrole());
  }

  private JoinedSession join(ClientAuthenticator authenticator) throws Exception {
    WampSession session =
        new WampSession(SessionSettings.of(TestRouter.REALM).withAuthenticator(authenticator));
    return session.join(router.connector()).toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
