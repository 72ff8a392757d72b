/**
 * The program: its entry point and command line root. Everything is built here with constructors;
 * {@code config} reads the file, {@code node} composes and runs the gateway, {@code cli} holds one
 * class per command.
 */
@NullMarked
package io.junctor.app;

import org.jspecify.annotations.NullMarked;
