package io.junctor.store;

/**
 * Names a record for ever: a destination that sees it twice knows it is the same one.
 *
 * @param store the store it was appended to, a random number.
 * @param epoch how often that store had been opened; a number that a damaged disk has forgotten is
 *     not given again in the same epoch.
 * @param seq its place in the order of the store, from 1; grows, may leave out numbers.
 */
public record RecordId(long store, int epoch, long seq) {}
