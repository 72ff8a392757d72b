/**
 * What the HTTP port answers besides WebSocket: static files by exact path, and functions from a
 * request to a reply. Values only; the channel code is in {@code io.junctor.netty}.
 *
 * <p>Not here: directories, patterns, percent-decoding, compression, cookies. A path that is not in
 * the map does not exist, whatever it spells.
 */
@NullMarked
package io.junctor.netty.http;

import org.jspecify.annotations.NullMarked;
