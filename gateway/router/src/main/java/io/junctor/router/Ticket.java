package io.junctor.router;

/**
 * Names one thing a realm waits for. Unique within its realm and never used again.
 *
 * @param id counts up from 1.
 */
public record Ticket(long id) {}
