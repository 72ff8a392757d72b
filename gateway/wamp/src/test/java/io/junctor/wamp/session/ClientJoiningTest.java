package io.junctor.wamp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.junctor.wamp.message.Abort;
import io.junctor.wamp.message.Authenticate;
import io.junctor.wamp.message.Challenge;
import io.junctor.wamp.message.Dict;
import io.junctor.wamp.message.Hello;
import io.junctor.wamp.message.Payload;
import io.junctor.wamp.transport.CloseCause;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's side until it is in the realm. */
class ClientJoiningTest extends OneClientSession {

  @Test
  void helloAnnouncesTheFourClientRolesAndNoAuthentication() {
    // When
    session.onOpen(LINK, out::add);

    // Then
    Hello hello = assertInstanceOf(Hello.class, onlySent());
    assertEquals("factory", hello.realm());
    assertEquals(
        List.of("caller", "callee", "publisher", "subscriber"),
        List.copyOf(hello.details().dict("roles").keys()));
    Dict callee = hello.details().dict("roles").dict("callee").dict("features");
    assertTrue(callee.bool("call_canceling", false));
    assertTrue(callee.bool("progressive_call_invocations", false));
    assertFalse(callee.has("call_reroute"));
    assertFalse(hello.details().has("authmethods"));
  }

  @Test
  void helloNamesTheMethodAndThePrincipalOfTheAuthenticator() {
    // Given
    session = session(new Ticket("ticket"));

    // When
    session.onOpen(LINK, out::add);

    // Then
    Hello hello = assertInstanceOf(Hello.class, onlySent());
    assertEquals(List.of("ticket"), hello.details().list("authmethods"));
    assertEquals("fridge", hello.details().string("authid"));
    assertFalse(hello.details().has("authextra"));
  }

  @Test
  void aChallengeIsAnsweredByTheAuthenticatorAndWelcomeFollows() {
    // Given
    session = session(new Ticket("ticket"));

    // When
    session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);
    session.onMessage(WELCOME, out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Send(new Authenticate("secret", Dict.EMPTY)),
            new ClientOutput.Joined(WELCOME)),
        out);
  }

  @Test
  void aChallengeOfAnotherMethodIsAborted() {
    // Given
    session = session(new Ticket("ticket"));

    // When
    session.onMessage(new Challenge("cryptosign", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.NO_MATCHING_AUTH_METHOD, CloseCause.REFUSED);
  }

  @Test
  void aChallengeWithoutAnAuthenticatorIsAborted() {
    // When
    session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.NO_MATCHING_AUTH_METHOD, CloseCause.REFUSED);
  }

  @Test
  void anAuthenticatorThatFailsAbortsTheSession() {
    // Given
    session = session(new Ticket("broken"));

    // When
    session.onMessage(new Challenge("broken", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.AUTHENTICATION_FAILED, CloseCause.REFUSED);
  }

  @Test
  void aRouterThatChallengesWithoutEndIsAborted() {
    // Given
    session = session(new Ticket("ticket"));
    for (int i = 0; i < 4; i++) {
      session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);
    }
    out.clear();

    // When
    session.onMessage(new Challenge("ticket", Dict.EMPTY), out::add);

    // Then
    assertAborted(ErrorUri.PROTOCOL_VIOLATION, CloseCause.PROTOCOL_VIOLATION);
  }

  @Test
  void abortWhileJoiningIsARefusalWithItsReason() {
    // When
    session.onMessage(
        new Abort(Dict.of("message", "no such"), ErrorUri.NO_SUCH_REALM, Payload.NONE), out::add);

    // Then
    assertEquals(
        List.of(
            new ClientOutput.Left(CloseCause.REFUSED, ErrorUri.NO_SUCH_REALM, "no such"),
            new ClientOutput.CloseTransport(CloseCause.REFUSED)),
        out);
  }
}
