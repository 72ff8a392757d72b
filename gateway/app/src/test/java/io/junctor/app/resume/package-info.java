/** Client and router together over links that break at any moment. */
@NullMarked
package io.junctor.app.resume;

import org.jspecify.annotations.NullMarked;
