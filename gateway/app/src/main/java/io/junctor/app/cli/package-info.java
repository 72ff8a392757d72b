/**
 * One class per command. Exit status: 0 done, 1 failed while running, 2 wrong command line or
 * configuration (and nothing was opened). Results go to standard output, everything else to
 * standard error.
 */
@NullMarked
package io.junctor.app.cli;

import org.jspecify.annotations.NullMarked;
