package io.junctor.wamp.auth;

import io.junctor.wamp.message.Hello;
import io.junctor.wamp.transport.TransportDetails;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says whether somebody who proved itself before is still welcome. Any thread. */
public interface Recall {

  /**
   * What is kept of somebody who may be remembered: it changes with its secrets, so that a changed
   * ticket ends what was remembered by the old one.
   *
   * @return null for those who are not to be remembered; without white space otherwise.
   */
  @Nullable String stamp(Identity identity);

  /**
   * Lets somebody in again.
   *
   * @param stamp what {@link #stamp} gave when it proved itself.
   * @param hello what it says now.
   * @return empty when it does not exist any more or its secrets have changed; its role is the one
   *     it has now.
   */
  Optional<AuthStep> recall(String authid, String stamp, Hello hello, TransportDetails link);
}
