/**
 * The packaged product with a heap of 64 MiB and what should blow it up: claims of lengths, depth,
 * digits, fragments, compression, half-sent messages and readers that stand still. Each is refused
 * in clear words or by closing its link; a session beside it is served all the time.
 *
 * <p>Not here: what a decoder allocates, which {@code gateway/wamp} measures; mutated input, which
 * {@code io.junctor.app.fuzz} makes.
 */
@org.jspecify.annotations.NullMarked
package io.junctor.hil.bombs;
