package io.junctor.router;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Names the one thread that may touch a mutable object. */
@Documented
@Target(ElementType.TYPE)
public @interface OwnedBy {

  /** The owner, such as {@code realm loop}. */
  String value();
}
