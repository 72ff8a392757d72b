/** First wait before joining again; doubled with each failure. */
export const FIRST_WAIT_MILLIS = 500;

/** A gateway that restarts should be seen again within this time, however long it was away. */
export const LONGEST_WAIT_MILLIS = 10_000;

/**
 * Keeps one session joined: opens it, and when it is lost opens the next one after a growing, jittered wait.
 *
 * State, given to onState at every change:
 *   {phase: 'idle'}
 *   {phase: 'connecting', reason}         reason of the last loss, or null at the first attempt
 *   {phase: 'open', details}
 *   {phase: 'waiting', reason, retryAt}   retryAt in milliseconds of the clock
 *   {phase: 'refused', reason}            the ticket is not taken; only start() with other credentials helps
 */
export class Connection {
  #o;
  #credentials = null;
  #session = null;
  #failures = 0;
  #reason = null;
  #timer;

  /**
   * @param {object} o openSession(credentials, {onOpen, onEvent, onClose}) -> session, clock, random () -> 0..1,
   *     onState(state), onEvent(topic, kwargs, info)
   */
  constructor(o) {
    this.#o = o;
    this.state = { phase: 'idle' };
  }

  get session() {
    return this.state.phase === 'open' ? this.#session : null;
  }

  start(credentials) {
    this.stop();
    this.#credentials = credentials;
    this.#failures = 0;
    this.#reason = null;
    this.#open();
  }

  stop() {
    this.#o.clock.clearTimeout(this.#timer);
    this.#session?.leave();
    this.#session = null;
    this.#credentials = null;
    this.#become({ phase: 'idle' });
  }

  /** Joins now instead of at the end of the wait. */
  retryNow() {
    if (this.state.phase !== 'waiting') return;
    this.#o.clock.clearTimeout(this.#timer);
    this.#open();
  }

  /** The page woke up or the network changed: find out at once whether the session still lives. */
  wake() {
    if (this.state.phase === 'open') this.#session.probe();
    else this.retryNow();
  }

  #open() {
    this.#become({ phase: 'connecting', reason: this.#reason });
    this.#session = this.#o.openSession(this.#credentials, {
      onOpen: (details) => {
        this.#failures = 0;
        this.#reason = null;
        this.#become({ phase: 'open', details });
      },
      onEvent: this.#o.onEvent,
      onClose: (outcome) => this.#onClose(outcome),
    });
  }

  #onClose({ kind, reason }) {
    this.#session = null;
    this.#reason = reason;
    if (kind === 'refused') {
      this.#become({ phase: 'refused', reason });
      return;
    }
    const waitMillis = this.#waitMillis();
    this.#failures++;
    this.#timer = this.#o.clock.setTimeout(() => this.#open(), waitMillis);
    this.#become({ phase: 'waiting', reason, retryAt: this.#o.clock.now() + waitMillis });
  }

  /** Between half and all of the doubled wait, so that many pages do not return in the same instant. */
  #waitMillis() {
    const longest = Math.min(FIRST_WAIT_MILLIS * 2 ** this.#failures, LONGEST_WAIT_MILLIS);
    return longest * (0.5 + this.#o.random() / 2);
  }

  #become(state) {
    this.state = state;
    this.#o.onState(state);
  }
}
