package io.junctor.router;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code junctor.authorization.flush}: answers of the authorizer procedure are forgotten, and it is
 * asked anew about what sessions have.
 */
@OwnedBy("realm loop")
final class AuthorizationMetaApi {

  static final String FLUSH = "junctor.authorization.flush";

  private final Permissions permissions;
  private final Recheck recheck;

  AuthorizationMetaApi(Permissions permissions, Recheck recheck) {
    this.permissions = permissions;
    this.recheck = recheck;
  }

  void addTo(MetaProcedures procedures) {
    procedures.add(FLUSH, this::flush);
  }

  /** Keyword arguments authid, authrole and uri tell which; without any, all. */
  private List<?> flush(MetaCall call) {
    String authid = call.keywordString("authid");
    String authrole = call.keywordString("authrole");
    String uri = call.keywordString("uri");
    AuthorizerProcedure procedure = permissions.procedure();
    if (procedure == null) {
      return List.of(0L);
    }
    permissions.changed();
    int flushed =
        procedure.flush(
            key ->
                fits(authid, key.identity().authid())
                    && fits(authrole, key.identity().authrole())
                    && fits(uri, key.uri()));
    recheck.everything(call.turn());
    return List.of((long) flushed);
  }

  private static boolean fits(@Nullable String wanted, String actual) {
    return wanted == null || wanted.equals(actual);
  }
}
