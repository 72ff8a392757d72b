package io.junctor.router;

/** Whether the identity of a caller or publisher is told to callees and subscribers. */
public enum Disclosure {
  /** Never; asking for it with {@code disclose_me} is an error. */
  FORBIDDEN,
  /** When the session asks for it with {@code disclose_me}. */
  ON_REQUEST,
  /** Always. */
  ALWAYS
}
