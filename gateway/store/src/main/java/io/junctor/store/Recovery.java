package io.junctor.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a store holds after whatever happened to it. Content never makes it fail: of each
 * segment the valid records up to the first invalid one count.
 */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  /** A segment under construction; without a meaning after a crash. */
  static final String TEMPORARY = ".tmp";

  private final List<Segment> segments = new ArrayList<>(); // oldest first
  private final List<SpareFile> spares = new ArrayList<>();
  private long damaged;

  private Recovery() {}

  static Recovery of(StoreFiles files, long segmentBytes) throws IOException {
    Recovery recovery = new Recovery();
    List<String> names = new ArrayList<>();
    for (String name : files.list()) {
      if (name.endsWith(Segment.SUFFIX + TEMPORARY)) {
        files.delete(name);
      } else if (SpareFile.isOne(name)) {
        recovery.spare(files, name, segmentBytes);
      } else if (Segment.ordinalOf(name) >= 0) {
        names.add(name);
      }
    }
    names.sort(null);
    for (String name : names) {
      recovery.segments.add(Segment.recover(files, name));
    }
    recovery.compare();
    return recovery;
  }

  private void spare(StoreFiles files, String name, long segmentBytes) throws IOException {
    StoreFile file = files.open(name);
    if (file.size() == segmentBytes && spares.size() < SpareFile.MAX) {
      spares.add(new SpareFile(name, file, segmentBytes));
    } else { // the bounds were configured anew
      file.close();
      files.delete(name);
    }
  }

  /** Holds each segment against what its successor says was confirmed before it. */
  private void compare() throws IOException {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (!segment.isHeaderValid()) {
        damaged(segment, "its header does not check");
      }
      if (i + 1 < segments.size()) {
        compare(segment, segments.get(i + 1));
        segment.seal();
      }
    }
  }

  private void compare(Segment segment, Segment next) throws IOException {
    if (next.ordinal() != segment.ordinal() + 1) {
      damaged(segment, "its successor is missing");
    } else if (next.previous() >= 0) {
      if (segment.lastSeq() > next.previous()) {
        segment.scan(next.previous()); // the rest was not confirmed, and written again
      }
      long last = segment.isEmpty() ? segment.previous() : segment.lastSeq();
      if (last >= 0 && last < next.previous()) {
        damaged(
            segment,
            "records %d..%d, confirmed, do not check".formatted(last + 1, next.previous()));
      }
    }
  }

  private void damaged(Segment segment, String why) {
    segment.markDamaged();
    damaged++;
    log.error("store segment damaged file={} cause={}", segment.name(), why);
  }

  List<Segment> segments() {
    return segments;
  }

  List<SpareFile> spares() {
    return spares;
  }

  long damaged() {
    return damaged;
  }

  /** The highest number found; 0 when there is none. */
  long lastSeq() {
    long last = 0;
    for (Segment segment : segments) {
      last = Math.max(last, Math.max(segment.lastSeq(), segment.previous()));
    }
    return last;
  }
}
