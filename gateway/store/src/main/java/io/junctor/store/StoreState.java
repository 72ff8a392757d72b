package io.junctor.store;

import org.jspecify.annotations.Nullable;

/**
 * How a store is at the moment.
 *
 * @param problem why it is degraded, for people; null when it is well.
 * @param bytes what the segments take on disk.
 * @param bytesMax what they may take.
 * @param records records on disk, whether acknowledged by every destination or not yet deleted.
 * @param rejected appends that failed since the start: full, or the disk did not take them.
 * @param damaged segments in which confirmed records did not check; kept as {@code *.bad}.
 * @param dropped records that were dropped to make room since the start, some of them perhaps not
 *     wanted by anybody any more.
 * @param forces fsyncs of segments since the start.
 * @param bytesWritten bytes written to segments since the start, preallocation included.
 */
public record StoreState(
    @Nullable String problem,
    long bytes,
    long bytesMax,
    long records,
    long rejected,
    long damaged,
    long dropped,
    long forces,
    long bytesWritten) {}
