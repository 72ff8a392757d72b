/**
 * Benchmarks inside one JVM, by JMH: what a message costs in a serializer and in the router
 * function, without sockets and threads, and how that grows with what a realm holds.
 *
 * <p>{@link io.junctor.bench.Micro} runs them and reads their figures; they are public because JMH
 * calls them from classes that it generates.
 */
@NullMarked
package io.junctor.bench.micro;

import org.jspecify.annotations.NullMarked;
