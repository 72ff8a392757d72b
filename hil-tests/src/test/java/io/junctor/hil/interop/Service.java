package io.junctor.hil.interop;

/**
 * A client that serves the others.
 *
 * @param name its name in the checks.
 * @param prefix the prefix of its procedures and topics.
 * @param errors whether its procedures can fail with an error of their own.
 * @param binary whether its serialization carries binary.
 * @param retain whether it can publish retained events.
 * @param progress whether it sends progressive results and can be interrupted.
 * @param acknowledges whether it acknowledges events.
 */
record Service(
    String name,
    String prefix,
    boolean errors,
    boolean binary,
    boolean retain,
    boolean progress,
    boolean acknowledges) {}
