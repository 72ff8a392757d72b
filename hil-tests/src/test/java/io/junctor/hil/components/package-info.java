/** Programs in other languages that the packaged gateway starts and watches. */
@NullMarked
package io.junctor.hil.components;

import org.jspecify.annotations.NullMarked;
