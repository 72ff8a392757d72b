package io.junctor.component;

import io.junctor.wamp.uri.MatchPolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Subscribes a method to a topic. The events of one subscription are handled one at a time, in
 * their order, on a virtual thread; different subscriptions run concurrently.
 *
 * <p>Parameters are filled as for {@link Procedure}, with {@link EventDetails} and {@link
 * Arguments} given by type; unknown keyword and surplus positional arguments are ignored. The
 * method returns {@code void}. What it throws is logged, and so is an event that does not fit the
 * parameters; the next event is handled all the same.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Topic {

  /** The topic or pattern; relative as in {@link Procedure#value()}. */
  String value();

  /** How the topic of an event is compared. */
  MatchPolicy match() default MatchPolicy.EXACT;

  /** Whether the retained event, if there is one, is delivered on every (re)subscription. */
  boolean getRetained() default false;
}
