/**
 * Joins a realm of this router to a realm of another: events and calls cross by rule, telemetry is
 * stored while the line is down, commands never are.
 *
 * <pre>
 *   this realm                                                            the other realm
 *   ──events──► local session ──► EventForwarder ──────────────► remote session ──PUBLISH──►
 *   ──durable──► journal ► outbox ──► OutboxPump ──(in order, acknowledged)──► remote session
 *   ◄─PUBLISH── local session ◄────────────── EventForwarder ◄── remote session ◄──events──
 *   ──calls──► local session  ──► CallForwarder ───────────────► remote session ──CALL──►
 *   ◄──CALL──  local session  ◄────────────── CallForwarder ◄─── remote session ◄──calls──
 * </pre>
 *
 * <p>Nothing passes that no {@link io.junctor.uplink.ForwardRule} of its direction allows. Payloads
 * are not decoded. With a call cross its progressive results, its errors with URI and arguments,
 * and its cancellation; a timeout is kept by the caller's router and comes over as a cancellation.
 *
 * <p><b>Who it was.</b> Every message that crosses carries {@code forward_for}, a list with one
 * dictionary for each uplink that was crossed, the first one first: {@code session}, {@code authid}
 * and {@code authrole} of the publisher or caller (0 and empty when not disclosed) and {@code via},
 * the id of the uplink. It is the attribute that Crossbar and Autobahn use; other routers ignore
 * it. Junctor's router lets it pass from PUBLISH and CALL to EVENT and INVOCATION, but only for
 * roles that are allowed to {@code forward}, so nobody else can speak in another's name.
 *
 * <p><b>Loops.</b> Three things stop them, each alone enough for the case it is for: a session
 * never gets what it published itself (WAMP's publisher exclusion), which is all that two routers
 * with one uplink need, whatever the other router is; a message whose {@code forward_for} names
 * this uplink is not taken again, which ends circles over several routers after at most one round;
 * and nothing crosses more than {@value io.junctor.uplink.Hops#MAX} uplinks.
 *
 * <p><b>Durable topics</b> are journalled by the router before it says PUBLISHED. They do not take
 * the live way: {@link io.junctor.uplink.OutboxPump} publishes them in order, waits for PUBLISHED
 * of the other router and only then moves its cursor. What is in flight when the line breaks is
 * sent again, so each carries its identity: {@code _junctor_record} ({@code store}, {@code epoch},
 * {@code seq}), {@code _junctor_time} (when this router took it) and, if it waited for the line,
 * {@code _junctor_replayed}. A receiver that remembers the identities it has seen sees each once.
 * Order is kept among durable topics; not between durable and live ones. Where events were dropped
 * because the store was full, or were too old, the event {@code <prefix>.gap} says how many before
 * what follows them: {@code missing}, {@code expired} and {@code time} (of what follows, whose
 * identity is in the attribute {@code _junctor_before}).
 *
 * <p><b>Retained state</b> that was there before the line came up crosses as events marked {@code
 * _junctor_retained}: it is no news, and its time is of the past.
 *
 * <p><b>State of the line</b>: the retained topic {@code <prefix>.status} here; by rule it crosses
 * like any other event, and for each retained {@code ....status} topic that crossed, a testament on
 * the other side says {@code offline} when the line breaks: whoever looks from there is not shown a
 * device as online that cannot be reached.
 *
 * <p>Threads: handlers on the transports' threads, never blocking; {@link io.junctor.uplink.Uplink}
 * lives on a virtual thread, the pump on a platform thread (it waits for the disk).
 *
 * <p>What is not here: sockets, files, configuration; authorization, which both routers do for the
 * uplink's sessions as for any other.
 */
@NullMarked
package io.junctor.uplink;

import org.jspecify.annotations.NullMarked;
