/**
 * The durable journal and outbox: what was acknowledged here survives a power cut.
 *
 * <p>Data flow: {@code router} → {@link io.junctor.store.OutboxJournal} (encodes) → {@code
 * LogWriter} (one thread, many appends share one fsync) → {@code SegmentLog} (files). The way out:
 * a {@link io.junctor.store.OutboxReader} per destination reads in order behind its cursor, and
 * moves the cursor when its destination has acknowledged.
 *
 * <p>On disk, below one directory:
 *
 * <ul>
 *   <li>{@code 0000000000000001.log} ...: segments, preallocated with zeros and only appended to.
 *       Each record has its length, number, epoch, type and a CRC-32C over all of it and the
 *       segment's ordinal; the valid records of a segment end at the first that does not check.
 *   <li>{@code spare-1} ...: segments that all have acknowledged; the next ones are written over
 *       them.
 *   <li>{@code store.meta}: who this store is and how often it was opened (the epoch).
 *   <li>{@code cursor-NAME}: how far destination NAME has acknowledged.
 *   <li>{@code lock}: held by the gateway that uses the directory.
 *   <li>{@code *.bad}: segments in which acknowledged records did not check any more; for a person.
 * </ul>
 *
 * <p>{@code store.meta} and the cursors are two slots, written in turn and each with a checksum, so
 * that a torn write leaves the one before.
 *
 * <p>Promises, tested by crashing a model of a disk at every step: what was confirmed is found
 * after a crash, complete and in order; nothing is found that was not appended; the store always
 * opens. A failed fsync is never tried again on the same segment: the kernel may have dropped the
 * pages it could not write. The segment ends where the last good fsync left it, and what was not
 * confirmed is written to a new one.
 *
 * <p>When the bounds are reached the publication fails, and its publisher is told; or, where that
 * is configured, the oldest segment is dropped, and whoever reads is told how many records are
 * missing. With a time to live, what is older is left out and counted, and makes room.
 *
 * <p>Threads: the writer's thread appends, each reader's thread reads and acknowledges; {@code
 * SegmentLog} guards what they share with one lock that is never held during an fsync.
 *
 * <p>What is not here: queries, history and retained events on disk; encryption of the files.
 */
@NullMarked
package io.junctor.store;

import org.jspecify.annotations.NullMarked;
