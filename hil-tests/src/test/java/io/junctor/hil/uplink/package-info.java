/**
 * Store and forward of the real process: an edge that is killed under load, and a cloud that counts
 * what arrives.
 */
@NullMarked
package io.junctor.hil.uplink;

import org.jspecify.annotations.NullMarked;
