/**
 * What the configuration's {@code listen} can ask for, octet by octet against the packaged product:
 * one port for everything, limits, pings, TLS versions, a renewed certificate, compression.
 */
@NullMarked
package io.junctor.hil.transports;

import org.jspecify.annotations.NullMarked;
