/**
 * Benchmarks of the packaged product: separate processes, the product's own JVM flags, ratios
 * instead of absolute figures.
 *
 * <p>What is not here: assertions. A figure is for reading, never a test.
 */
@NullMarked
package io.junctor.bench;

import org.jspecify.annotations.NullMarked;
