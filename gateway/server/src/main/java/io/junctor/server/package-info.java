/**
 * The shell around the router: which thread owns what, how much may wait, how it ends.
 *
 * <pre>
 * transport thread                      realm loop (one thread per realm)
 * Transport ──message──► ServerSession ──task──► RealmLoop ──► Realm (a function)
 *     ▲                  (state machine)                          │ outputs
 *     └──drain── SessionOutbox ◄──────────send────────────────────┘
 * </pre>
 *
 * <p>A {@link io.junctor.server.ServerSession} belongs to its transport's thread, a realm to its
 * loop; what crosses over is a task for the loop or a message for the outbox, both bounded. Locks
 * are allowed here and nowhere to the right.
 *
 * <p>What is not here: sockets (netty), routing (router), configuration files (app).
 */
@NullMarked
package io.junctor.server;

import org.jspecify.annotations.NullMarked;
