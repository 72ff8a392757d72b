/**
 * Programs in any language that the gateway starts, watches and starts again.
 *
 * <pre>
 *  ProgramSettings ──► Program (a thread each) ──► setsid, setpriv, prlimit, the command
 *                        │   ▲ ended                    │
 *                        │   └── back-off ◄─────────────┘
 *                        └── ProgramOutput: what it prints, a log line each
 * </pre>
 *
 * <p>What is not here: how a program joins the realm (node.Components gives it the socket and the
 * ticket in its environment), and what a WAMP component in Java looks like (gateway/component).
 */
@NullMarked
package io.junctor.app.program;

import org.jspecify.annotations.NullMarked;
