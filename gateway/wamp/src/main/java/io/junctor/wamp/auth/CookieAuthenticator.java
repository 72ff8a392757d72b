package io.junctor.wamp.auth;

import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.LinkCookie;
import io.junctor.wamp.transport.TransportDetails;
import io.junctor.wamp.uri.ErrorUri;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a browser in by its cookie, once it has proved itself by another method over a link of that
 * cookie.
 *
 * <p>The specification only says that a WebSocket brings cookies and that they can be used; how, is
 * after Crossbar.io. Other than there, a client that wants to be remembered says so by naming
 * {@code cookie} among its {@code authmethods}: before the others it is tried first, after them
 * last.
 *
 * <p>A cookie that the browser brought is never bound to somebody new, because somebody else may
 * have planted it there: only one that this very link gave out is. What it is bound to is a name;
 * whether that is still welcome, and as what, {@link Recall} says each time.
 *
 * <p>Any thread.
 *
 * @see <a
 *     href="https://wamp-proto.org/wamp_latest_ietf.html#name-transport-level-authenticat">WAMP:
 *     Transport-level authentication</a>
 */
public final class CookieAuthenticator implements Authenticator {

  /** Those in which the client has proved something that does not come with the link. */
  private static final Set<String> REMEMBERED =
      Set.of(
          AuthMethod.TICKET,
          AuthMethod.WAMPCRA,
          AuthMethod.SCRAM,
          AuthMethod.SCRAM_AUTOBAHN,
          AuthMethod.CRYPTOSIGN);

  private final Cookies cookies;
  private final Recall recall;
  private final Authenticator others;

  /**
   * Cookies for one realm.
   *
   * @param recall says who is still welcome.
   * @param others decides on everybody who brings no good cookie.
   */
  public CookieAuthenticator(Cookies cookies, Recall recall, Authenticator others) {
    this.cookies = cookies;
    this.recall = recall;
    this.others = others;
  }

  @Override
  public AuthStep begin(Hello hello, TransportDetails link) {
    List<?> methods = hello.details().list("authmethods");
    LinkCookie cookie = link.proofs().cookie();
    if (cookie == null || methods == null || !methods.contains(AuthMethod.COOKIE)) {
      return others.begin(hello, link);
    }
    Joining joining = new Joining(hello, link, cookie);
    if (AuthMethod.COOKIE.equals(methods.getFirst())) {
      return joining.byCookie().orElseGet(joining::byOthers);
    }
    AuthStep step = joining.byOthers();
    return step instanceof AuthStep.Deny deny
            && deny.reason().equals(ErrorUri.NO_MATCHING_AUTH_METHOD)
        ? joining.byCookie().orElse(step)
        : step;
  }

  @Override
  public void onLogout(TransportDetails link) {
    LinkCookie cookie = link.proofs().cookie();
    if (cookie != null) {
      cookies.forget(cookie.value());
    }
    others.onLogout(link);
  }

  /** One handshake of a client that wants to be remembered. */
  private final class Joining {

    private final Hello hello;
    private final TransportDetails link;
    private final LinkCookie cookie;

    private Joining(Hello hello, TransportDetails link, LinkCookie cookie) {
      this.hello = hello;
      this.link = link;
      this.cookie = cookie;
    }

    /** Empty when the cookie stands for nobody, for somebody else, or for nobody any more. */
    private Optional<AuthStep> byCookie() {
      Cookies.Entry entry = cookies.find(cookie.value()).orElse(null);
      String authid = hello.details().string("authid");
      if (entry == null
          || !entry.realm().equals(hello.realm())
          || (authid != null && !authid.equals(entry.authid()))) {
        return Optional.empty();
      }
      Optional<AuthStep> step = recall.recall(entry.authid(), entry.stamp(), hello, link);
      if (step.isEmpty()) {
        cookies.forget(cookie.value());
      }
      return step.map(this::orOthers);
    }

    /** Whoever is not welcome by its cookie any more may still prove itself. */
    private AuthStep orOthers(AuthStep step) {
      return switch (step) {
        case AuthStep.Accept accept -> accept;
        case AuthStep.Deny _, AuthStep.Ask _ -> byOthers();
        case AuthStep.Later later -> later.then(this::orOthers);
      };
    }

    private AuthStep byOthers() {
      return remembering(others.begin(hello, link));
    }

    private AuthStep remembering(AuthStep step) {
      return switch (step) {
        case AuthStep.Accept accept -> {
          remember(accept.identity());
          yield accept;
        }
        case AuthStep.Deny deny -> deny;
        case AuthStep.Ask ask ->
            new AuthStep.Ask(ask.challenge(), answer -> remembering(ask.pending().answer(answer)));
        case AuthStep.Later later -> later.then(this::remembering);
      };
    }

    private void remember(Identity identity) {
      String stamp = REMEMBERED.contains(identity.authmethod()) ? recall.stamp(identity) : null;
      if (stamp != null && (cookie.issued() || isBoundTo(identity))) {
        cookies.bind(cookie.value(), hello.realm(), identity.authid(), stamp);
      } else if (!cookie.issued()) {
        cookies.forget(cookie.value()); // the next link gets a new one
      }
    }

    private boolean isBoundTo(Identity identity) {
      Cookies.@Nullable Entry entry = cookies.find(cookie.value()).orElse(null);
      return entry != null
          && entry.realm().equals(hello.realm())
          && entry.authid().equals(identity.authid());
    }
  }
}
