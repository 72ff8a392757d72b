/**
 * Where log lines go: the end of {@code slf4j}, which everything here and in the libraries logs to.
 *
 * <pre>
 *   Logger (slf4j) ──► {@link io.junctor.app.log.LineLogger} ──► {@link io.junctor.app.log.LogLines} ──► standard error
 *   java.util.logging, System.Logger ──► {@link io.junctor.app.log.JulBridge} ──┘  when somebody uses it
 * </pre>
 *
 * <p>Not a logging framework, and in the place of one: {@code java.util.logging} looks for another
 * one in each jar when it begins, a sixth of what a start took (decision 0029). Any thread.
 */
@NullMarked
package io.junctor.app.log;

import org.jspecify.annotations.NullMarked;
