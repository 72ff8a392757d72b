/** What a person copies for a real board: {@code junctor.example.yaml} and {@code WIRING.md}. */
@NullMarked
package io.junctor.hil.wiring;

import org.jspecify.annotations.NullMarked;
