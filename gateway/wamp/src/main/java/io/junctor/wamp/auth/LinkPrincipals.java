package io.junctor.wamp.auth;

import io.junctor.wamp.transport.PeerCertificate;
import io.junctor.wamp.transport.PeerProcess;
import io.junctor.wamp.transport.TransportDetails;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose a link is by what it proves itself: a TLS certificate or the user of a process. */
final class LinkPrincipals {

  private final Map<String, Principal> byCertificate = new HashMap<>(); // matcher -> principal
  private final Map<Integer, List<Principal>> byUid = new HashMap<>(); // user -> principals

  LinkPrincipals(List<Principal> principals) {
    for (Principal principal : principals) {
      for (String matcher : principal.certificates()) {
        if (byCertificate.put(matcher, principal) != null) {
          throw new IllegalArgumentException("certificate " + matcher + " is given twice");
        }
      }
      for (int uid : principal.uids()) {
        byUid.computeIfAbsent(uid, _ -> new ArrayList<>()).add(principal);
      }
    }
  }

  boolean hasCertificates() {
    return !byCertificate.isEmpty();
  }

  /**
   * Whose the certificate is: by its fingerprint, then by its names, then by its subject.
   *
   * @param authid who the client says it is; null when it leaves it to the certificate.
   */
  Optional<Principal> ofCertificate(TransportDetails link, @Nullable String authid) {
    PeerCertificate certificate = link.proofs().certificate();
    if (certificate == null) {
      return Optional.empty();
    }
    List<String> matchers = new ArrayList<>();
    matchers.add("sha256:" + certificate.fingerprint());
    matchers.addAll(certificate.names());
    matchers.add("subject:" + certificate.subject());
    for (String matcher : matchers) {
      Principal principal = byCertificate.get(matcher);
      if (principal != null && (authid == null || authid.equals(principal.authid()))) {
        return Optional.of(principal);
      }
    }
    return Optional.empty();
  }

  /**
   * Whose the process at the other end of a Unix socket is.
   *
   * @param authid who it says it is; null leaves it to its user, who must then be one principal.
   */
  Optional<Principal> ofProcess(TransportDetails link, @Nullable String authid) {
    PeerProcess process = link.process();
    if (process == null || link.kind() != TransportDetails.Kind.RAWSOCKET_UNIX) {
      return Optional.empty();
    }
    List<Principal> own = byUid.getOrDefault(process.uid(), List.of());
    if (authid == null) {
      return own.size() == 1 ? Optional.of(own.getFirst()) : Optional.empty();
    }
    return own.stream().filter(principal -> principal.authid().equals(authid)).findFirst();
  }
}
