/**
 * Every decoder and whole sessions under random and mutated input. {@link io.junctor.app.fuzz.Fuzz}
 * feeds the targets in turn; {@code ./junctor fuzz --frames 10000000} makes it an hour's work, and
 * {@code --seed N} repeats what a run was fed with.
 *
 * <p>Not here: what one decoder does with one frame, which its module's tests hold.
 */
@NullMarked
package io.junctor.app.fuzz;

import org.jspecify.annotations.NullMarked;
