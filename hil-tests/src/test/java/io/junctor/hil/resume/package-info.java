/** Sessions of the packaged gateway that outlast the links they came over. */
@NullMarked
package io.junctor.hil.resume;

import org.jspecify.annotations.NullMarked;
