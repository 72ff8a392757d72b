/**
 * The gateway with WAMP clients that nobody here wrote: AutobahnJS, wampy and Autobahn|Python, each
 * by itself and with each other.
 *
 * <p>The programs are in {@code hil-tests/clients}; each prints a line for each check, and each
 * line becomes a test here. The checks there must be are listed here, so a program that dies early
 * fails.
 */
@NullMarked
package io.junctor.hil.interop;

import org.jspecify.annotations.NullMarked;
