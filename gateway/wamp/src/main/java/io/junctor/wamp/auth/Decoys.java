package io.junctor.wamp.auth;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody for every name that nobody has, so that names cannot be found by trying: the challenge
 * for an unknown name has the form, cost and role of a known one's, and is the same each time.
 *
 * <p>Each name is given one of the principals as model, by the highest HMAC of the name with a key
 * made from what is stored for the principal. So nobody outside can tell which, it outlasts a
 * restart without being stored, and a new principal changes the challenge of few other names.
 *
 * <p>Immutable, any thread.
 */
final class Decoys {

  /** More models would look no more different, and each costs an HMAC for each HELLO. */
  private static final int MODELS_MAX = 64;

  private final List<Model> models;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Model(Principal principal, byte[] key) {}

  Decoys(List<Principal> principals) {
    models =
        principals.stream()
            .filter(Decoys::hasAnySecret)
            .limit(MODELS_MAX)
            .map(principal -> new Model(principal, principal.stamp("decoys")))
            .toList();
  }

  private static boolean hasAnySecret(Principal principal) {
    return principal.ticket() != null || principal.cra() != null || principal.scram() != null;
  }

  /** Whether any principal has a secret for the method. */
  boolean offer(String method) {
    return models.stream().anyMatch(model -> model.principal().hasSecret(method));
  }

  /** Whether an unknown name passes for one that has a secret for the method. */
  boolean hasSecret(String authid, String method) {
    Model model = choose(authid, null);
    return model != null && model.principal().hasSecret(method);
  }

  /** Who stands in for a name; null when no principal has a secret for the method. */
  @Nullable Principal of(String authid, String method) {
    Model model = choose(authid, method);
    return model == null
        ? null
        : model.principal().decoy(authid, Mac256.hmac(model.key(), "decoy " + authid));
  }

  private @Nullable Model choose(String authid, @Nullable String method) {
    Model best = null;
    byte[] highest = new byte[0];
    for (Model model : models) {
      if (method == null || model.principal().hasSecret(method)) {
        byte[] score = Mac256.hmac(model.key(), authid);
        if (best == null || Arrays.compareUnsigned(score, highest) > 0) {
          best = model;
          highest = score;
        }
      }
    }
    return best;
  }
}
