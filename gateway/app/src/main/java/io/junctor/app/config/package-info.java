/**
 * The configuration file: YAML to validated records, every problem with file, line and column.
 *
 * <p>{@link io.junctor.app.config.ConfigLoader} reads; the records validate themselves in their
 * constructors; nothing here opens, binds or starts anything. What is not here: the devices' own
 * records (module devices), which are bound by the same loader.
 */
@NullMarked
package io.junctor.app.config;

import org.jspecify.annotations.NullMarked;
