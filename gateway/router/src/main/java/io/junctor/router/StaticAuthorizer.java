package io.junctor.router;

import io.junctor.wamp.session.SessionDetails;
import io.junctor.wamp.uri.MatchPolicy;
import java.util.List;
import java.util.Map;

/** Roles with their permissions, from the configuration. Deny by default. */
public final class StaticAuthorizer implements Authorizer {

  private final Map<String, List<Permission>> roles; // authrole -> permissions

  /** The permissions of each role; a role that is not named may do nothing. */
  public StaticAuthorizer(Map<String, List<Permission>> roles) {
    this.roles = Map.copyOf(roles);
  }

  @Override
  public Decision decide(SessionDetails session, Action action, String uri, MatchPolicy match) {
    throw new UnsupportedOperationException(roles.toString());
  }
}
