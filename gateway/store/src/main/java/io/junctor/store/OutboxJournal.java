package io.junctor.store;

import io.junctor.router.Journal;
import io.junctor.router.JournalEntry;
import java.util.function.Predicate;

/** The router's journal: entries become records of the outbox. Any thread. */
public final class OutboxJournal implements Journal {

  private final LogWriter writer;
  private final Predicate<String> durable;

  OutboxJournal(LogWriter writer, Predicate<String> durable) {
    this.writer = writer;
    this.durable = durable;
  }

  @Override
  public boolean isDurable(String topic) {
    return durable.test(topic);
  }

  @Override
  public void append(JournalEntry entry, Receipt receipt) {
    byte[] bytes;
    try {
      bytes = EventFormat.encode(entry);
    } catch (RuntimeException e) {
      receipt.failed("cannot be written down: " + e.getMessage());
      return;
    }
    writer.append(bytes, receipt);
  }
}
