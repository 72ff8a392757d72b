/**
 * General purpose input and output lines as the Linux GPIO character device knows them.
 */
@NullMarked
package io.junctor.drivers.gpio;

import org.jspecify.annotations.NullMarked;
