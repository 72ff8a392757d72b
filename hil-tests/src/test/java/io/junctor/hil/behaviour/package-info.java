/**
 * What the router promises, as a list of behaviours that hold on every link and in every format.
 *
 * <p>Each test class runs once per {@link io.junctor.hil.peer.Wire}. The tests share one gateway
 * and run at the same time, so each uses URIs of its own.
 */
@NullMarked
package io.junctor.hil.behaviour;

import org.jspecify.annotations.NullMarked;
