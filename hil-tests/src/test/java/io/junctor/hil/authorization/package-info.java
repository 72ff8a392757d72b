/**
 * Who may do what, as the running product answers it, cell by cell against an oracle that is
 * written from the documentation of the configuration's rules and shares no code with the router.
 */
@NullMarked
package io.junctor.hil.authorization;

import org.jspecify.annotations.NullMarked;
