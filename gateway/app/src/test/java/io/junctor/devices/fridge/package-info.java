/** A door to the ranger's parser for {@code io.junctor.app.fuzz}. */
@org.jspecify.annotations.NullMarked
package io.junctor.devices.fridge;
