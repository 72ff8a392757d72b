/**
 * Checks and defaults the configuration records of all device kinds share. The records themselves
 * are with their kinds.
 *
 * <p>A configuration record is filled from YAML by the app: what is not written arrives as null,
 * and the record's compact constructor puts the default in its place, so that nobody outside sees
 * null unless the component is marked so. A value out of range is an {@link
 * IllegalArgumentException} that says which, what was expected and what was got.
 */
@NullMarked
package io.junctor.devices.config;

import org.jspecify.annotations.NullMarked;
