/**
 * Whole sessions under random and mutated input. {@code -Djunctor.fuzz.frames=10000000} makes it a
 * night's work; {@code -Djunctor.fuzz.seed=N} repeats a run's input.
 */
@NullMarked
package io.junctor.app.fuzz;

import org.jspecify.annotations.NullMarked;
