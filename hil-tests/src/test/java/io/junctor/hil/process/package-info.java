/** The gateway as a process: how it starts, refuses to start, and ends. */
@NullMarked
package io.junctor.hil.process;

import org.jspecify.annotations.NullMarked;
