/**
 * The packaged product with a heap of 64 MiB and what should blow it up: claims of lengths, depth,
 * digits, fragments, compression, half-sent messages and readers that stand still. A session beside
 * it is served all the time, and each is answered as its protocol says before its link is closed:
 *
 * <pre>
 *  WAMP over RawSocket   ABORT, wamp.error.protocol_violation; also for a frame whose header claims too much
 *  WAMP over WebSocket   the same ABORT, and a close frame: 1002, 1007 for text that is none, 1009 for too much
 *  HTTP, long-poll       400, 413, 431; ABORT for what is no WAMP
 *  MQTT 5                DISCONNECT 0x81 malformed, 0x95 too large; PUBACK 0x90 for a topic
 *  TLS                   an alert, once a record has come
 * </pre>
 *
 * <p>Closed without a word is right where the protocol has none, or none yet: MQTT 3.1.1, whose
 * only answer to a breach is the end of the link; MQTT before a CONNECT was understood, when nobody
 * knows which version to answer in; octets on a TLS port that are no TLS; and whatever is not sent
 * to its end in time.
 *
 * <p>Not here: what a decoder allocates, which {@code gateway/wamp} measures; mutated input, which
 * {@code io.junctor.app.fuzz} makes.
 */
@org.jspecify.annotations.NullMarked
package io.junctor.hil.bombs;
