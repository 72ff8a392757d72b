import { CONNECTION_LOST } from '../wamp/messages.js';

/** A person sees no difference below this; a motor worker should not be asked more often. */
export const SEND_INTERVAL_MILLIS = 80;

const SUPERSEDED = 'junctor.error.superseded';
const CANCELED = /^wamp\.error\.cancell?ed$/;

/**
 * Sends the values of one control: the newest wins, the last is always sent, and never more than one call waits to be
 * taken up by the device.
 *
 * A call counts as taken up at its first progressive result or at its end. A motor that reports progress is therefore
 * redirected while it still moves (the device ends the older call with `superseded`); a relay that only answers at the
 * end gets the next value after that. Values set meanwhile replace each other.
 *
 * Nothing is kept over a lost connection: reset() forgets what was not sent.
 */
export class Setter {
  #o;
  #waiting = null; // the call not yet taken up
  #newest = null; // the call sent last, while it is open
  #open = new Set(); // calls without an end yet
  #next; // {value}: to be sent when #waiting is taken up
  #sentAt = -Infinity;
  #timer;

  /**
   * @param {object} o call(value, {onProgress}) -> {result, cancel}, clock, onChange(), onReport(kwargs)
   */
  constructor(o) {
    this.#o = o;
    /** The value asked for and not yet confirmed or refused; undefined when there is none. */
    this.target = undefined;
    /** The WampError of the last value, until a newer one goes well or it is dismissed. */
    this.error = null;
    /** When target was asked for, in milliseconds of the clock. */
    this.since = undefined;
  }

  get isBusy() {
    return this.target !== undefined;
  }

  set(value) {
    if (this.target === undefined) this.since = this.#o.clock.now();
    this.target = value;
    this.error = null;
    const isOnItsWay = this.#newest !== null && Object.is(this.#newest.value, value);
    this.#next = isOnItsWay ? undefined : { value };
    this.#pump();
    this.#o.onChange();
  }

  /** Cancels what is on its way and forgets what was not sent. */
  stop() {
    this.#next = undefined;
    for (const call of this.#open) call.handle.cancel();
    if (this.#open.size === 0) this.target = undefined;
    this.#o.onChange();
  }

  /** The connection is gone: nothing is on its way any more. */
  reset() {
    this.#o.clock.clearTimeout(this.#timer);
    this.#next = undefined;
    this.#waiting = null;
    this.#newest = null;
    this.#open.clear();
    this.target = undefined;
    this.#o.onChange();
  }

  dismissError() {
    this.error = null;
    this.#o.onChange();
  }

  #pump() {
    if (this.#next === undefined || this.#waiting !== null) return;
    const waitMillis = this.#sentAt + SEND_INTERVAL_MILLIS - this.#o.clock.now();
    this.#o.clock.clearTimeout(this.#timer);
    if (waitMillis > 0) this.#timer = this.#o.clock.setTimeout(() => this.#pump(), waitMillis);
    else this.#send();
  }

  #send() {
    const call = { value: this.#next.value };
    this.#next = undefined;
    this.#sentAt = this.#o.clock.now();
    this.#waiting = call;
    this.#newest = call;
    this.#open.add(call);
    call.handle = this.#o.call(call.value, {
      onProgress: ({ kwargs }) => {
        if (!this.#open.has(call)) return;
        this.#o.onReport(kwargs);
        this.#takenUp(call);
      },
    });
    call.handle.result.then(
      ({ kwargs }) => this.#ended(call, null, kwargs),
      (error) => this.#ended(call, error, null),
    );
  }

  #takenUp(call) {
    if (this.#waiting !== call) return;
    this.#waiting = null;
    this.#pump();
  }

  #ended(call, error, kwargs) {
    if (!this.#open.delete(call)) return;
    if (kwargs) this.#o.onReport(kwargs);
    if (this.#newest === call) this.#newestEnded(error);
    this.#takenUp(call);
    this.#o.onChange();
  }

  #newestEnded(error) {
    this.#newest = null;
    if (this.#next !== undefined) return;
    this.target = undefined;
    this.error = error === null || isSilent(error) ? null : error;
  }
}

/** Ends that the person at the control caused or need not hear of twice: the banner tells of a lost connection. */
export function isSilent(error) {
  return error.uri === SUPERSEDED || error.uri === CONNECTION_LOST || CANCELED.test(error.uri);
}
