package io.junctor.server;

/** Hears of a reader that does not keep up. Called on any thread, without the outbox's lock. */
interface ReaderListener {

  /** Nobody. */
  ReaderListener NONE =
      new ReaderListener() {
        @Override
        public void onLoss(ReaderStats stats) {}

        @Override
        public void onOverrun(ReaderStats stats) {}
      };

  /** It has missed events, dropped ones or such that newer ones replaced; at most once a second. */
  void onLoss(ReaderStats stats);

  /** It would miss events and wants to be disconnected instead. */
  void onOverrun(ReaderStats stats);
}
