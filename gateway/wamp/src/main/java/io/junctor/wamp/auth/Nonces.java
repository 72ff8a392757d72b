package io.junctor.wamp.auth;

/** Where unpredictable bytes come from: {@code SecureRandom} in the product, a list in tests. */
@FunctionalInterface
public interface Nonces {

  /** New bytes that nobody can guess; from any thread. */
  byte[] next(int length);
}
