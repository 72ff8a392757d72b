package io.junctor.component;

import io.junctor.wamp.uri.MatchPolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a procedure of the realm. Every invocation runs on a virtual thread of its own and
 * may block; invocations of the same object run concurrently.
 *
 * <p>Parameters:
 *
 * <ol>
 *   <li>{@link Progress}, {@link InvocationDetails} and {@link Arguments} are given by type and
 *       take nothing from the call.
 *   <li>If one parameter remains and it is a record or a {@code Map}, it is the keyword arguments.
 *   <li>Otherwise each remaining parameter takes the next positional argument; when none is left,
 *       or the parameter is marked {@link Kw}, it takes the keyword argument of its name. {@code
 *       Optional} and {@code @Nullable} parameters may be left out by the caller.
 * </ol>
 *
 * <p>The result follows the rule of the package: a record or {@code Map} becomes keyword arguments,
 * {@code void} and null nothing, anything else one positional argument. A {@link WampError} reaches
 * the caller as it is; any other exception as {@code wamp.error.runtime_error} with its message and
 * no stack trace.
 *
 * <p>When the caller cancels, the thread is interrupted and {@link InvocationDetails#isCancelled()}
 * turns true. A result that is returned all the same is sent (it crossed the cancellation, or says
 * where a motion stopped), and so is a {@link WampError}; any other exception is answered {@code
 * wamp.error.canceled}. When the session ends the thread is interrupted too, and nothing is sent.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Procedure {

  /**
   * The name, relative to the prefix the object is served under: {@code level.get} below {@code
   * com.example.fridge} is {@code com.example.fridge.level.get}. A name that begins with {@code /}
   * is the full URI that follows the slash; one that begins with {@code wamp.} is a full URI; the
   * empty name is the prefix itself. Without a prefix every name is a full URI.
   */
  String value();

  /** How the called URI is compared; with anything but exact, see {@link InvocationDetails}. */
  MatchPolicy match() default MatchPolicy.EXACT;

  /** How a router picks one of several callees. */
  InvokePolicy invoke() default InvokePolicy.SINGLE;
}
