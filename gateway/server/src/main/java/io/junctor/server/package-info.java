/**
 * The shell around the router: which thread owns what, how much may wait, how it ends.
 *
 * <pre>
 * any transport's thread, one at a time in a realm
 * Transport ──message──► ServerSession ──RealmLoop──► Realm (a function)
 *     ▲                  (state machine)                 │ outputs
 *     └──drain── SessionOutbox ◄──────send───────────────┘
 * </pre>
 *
 * <p>A realm belongs to whichever thread has taken it ({@link io.junctor.server.TurnTaking}); who
 * finds it taken leaves a task, and what goes to a link of another thread crosses over in its
 * outbox, both bounded. Locks are allowed here and nowhere to the right. Where other modules say
 * "realm loop" they mean the thread that has the realm.
 *
 * <p>What is not here: sockets (netty), routing (router), configuration files (app).
 */
@NullMarked
package io.junctor.server;

import org.jspecify.annotations.NullMarked;
