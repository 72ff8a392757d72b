/**
 * The composition root: one running gateway made of outbox, router, devices, uplink, listeners and
 * console.
 *
 * <p>Starts in the order outbox, router, devices, uplink, listeners, so that whoever connects finds
 * the things; ends in the reverse order, so that outputs are safe before the last message is gone.
 * What is not here: reading files (config), talking to people (cli).
 */
@NullMarked
package io.junctor.app.node;

import org.jspecify.annotations.NullMarked;
