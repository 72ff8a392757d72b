package io.junctor.router;

/**
 * The durable log a realm relies on. {@code gateway/store} implements it, {@code gateway/server}
 * carries it out: for each {@link Output.Append} it calls {@link #append} and brings the answer
 * back to the realm loop.
 */
public interface Journal {

  /** A journal without durable topics. */
  Journal NONE =
      new Journal() {
        @Override
        public boolean isDurable(String topic) {
          return false;
        }

        @Override
        public void append(JournalEntry entry, Receipt receipt) {
          receipt.failed("no journal is configured");
        }
      };

  /**
   * Whether publications to the topic are journalled first. Called on the realm loop for every
   * publication: must be fast and must not block.
   */
  boolean isDurable(String topic);

  /**
   * Writes the entry. Returns at once; entries are kept in the order of the calls.
   *
   * @param receipt is told once, on any thread.
   */
  void append(JournalEntry entry, Receipt receipt);

  /** Who waits for an entry. */
  interface Receipt {

    /** The entry survives a power cut from now on. */
    void confirmed();

    /** The entry was not written; the sentence says why. */
    void failed(String why);
  }
}
