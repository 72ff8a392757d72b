/**
 * The Debian package: what is in it, and that it installs, runs and goes again in a Debian that has
 * no Java.
 *
 * <p>Building and checking are {@code image/deb} and {@code image/deb-check}, which a person runs
 * in the same way. The card image takes longer than a test may; {@code image/README.md} names its
 * commands.
 */
@NullMarked
package io.junctor.hil.packaging;

import org.jspecify.annotations.NullMarked;
