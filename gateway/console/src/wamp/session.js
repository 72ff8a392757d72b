import {
  ABORT,
  AUTHENTICATE,
  CALL,
  CANCEL,
  CHALLENGE,
  CONNECTION_LOST,
  ERROR,
  EVENT,
  GOODBYE,
  HELLO,
  isRefusal,
  RESULT,
  SUBSCRIBE,
  SUBSCRIBED,
  WampError,
  WELCOME,
} from './messages.js';

/** A router that has not welcomed us by then is wedged; a board that is still starting refuses to connect at all. */
export const JOIN_MILLIS = 6_000;

/** Silence after which the router is asked for a sign of life. */
export const QUIET_MILLIS = 4_000;

/** A router on the same network answers within milliseconds; one that needs longer than this is lost. */
export const ANSWER_MILLIS = 3_000;

/** More open calls than this is a fault of the page, not a need of a person. */
export const OPEN_CALLS_MAX = 256;

/** What a page wants that does not keep up: the newest of each topic, whatever came between. */
const KEEP_NEWEST = { x_slow_reader: 'keep-newest' };
const OPTION_NOT_ALLOWED = 'wamp.error.option_not_allowed';

const ROLES = {
  subscriber: { features: { pattern_based_subscription: true } },
  caller: { features: { progressive_call_results: true, call_canceling: true, call_timeout: true } },
};

/**
 * One WAMP session over one WebSocket: joins with a ticket or by the browser's cookie, subscribes to prefixes, makes calls.
 *
 * A session never reconnects (Connection does) and never keeps a command for later: what cannot be sent now fails
 * now. A browser sees neither WebSocket pings nor a half-open TCP connection, so the session asks the router for a
 * sign of life by itself: it subscribes once more to what it is subscribed to, which every router answers and which
 * changes nothing.
 *
 * `onClose` is called exactly once, with {kind: 'refused' | 'lost', reason}.
 */
export class WampSession {
  #o;
  #socket;
  #state = 'joining';
  #request = 0;
  #calls = new Map(); // request id -> {resolve, reject, onProgress}
  #subscribes = new Map(); // request id -> {resolve, reject}
  #signOfLife = null; // a subscribed prefix and its options: asked for with others it would change
  #heardAt;
  #heardCount = 0;
  #timer;

  /**
   * @param {object} o url, realm, authid, ticket, stay (whether the cookie is to stand for the
   *     ticket from then on, and stands for it where there is none); WebSocket (class), clock {now, setTimeout, clearTimeout};
   *     onOpen(details), onEvent(topic, kwargs, {retained, details}), onClose({kind, reason})
   */
  constructor(o) {
    this.#o = { ...o };
    this.#heardAt = o.clock.now();
    this.#timer = o.clock.setTimeout(() => this.#lost('The gateway does not answer.'), JOIN_MILLIS);
    const socket = new o.WebSocket(o.url, ['wamp.2.json']);
    this.#socket = socket;
    socket.onopen = () => this.#hello();
    socket.onmessage = (event) => this.#onMessage(event.data);
    socket.onclose = (event) =>
      this.#lost(this.#state === 'joining' && event.code === 1006 ? 'The gateway cannot be reached.' : closeReason(event));
  }

  get isOpen() {
    return this.#state === 'open';
  }

  /**
   * Subscribes to every topic that begins with the prefix; retained events come first. While the page does not keep up
   * the newest of each topic is all it wants; it takes what its role may have when it may not have that.
   */
  async subscribePrefix(prefix) {
    let options = { match: 'prefix', ...KEEP_NEWEST };
    const subscription = await this.#subscribe(prefix, { ...options, get_retained: true }).catch((error) => {
      if (error.uri !== OPTION_NOT_ALLOWED) throw error;
      options = { match: 'prefix' };
      return this.#subscribe(prefix, { ...options, get_retained: true });
    });
    this.#signOfLife = [prefix, options];
    return subscription;
  }

  /**
   * Calls a procedure. Never waits for a connection.
   *
   * @returns {{result: Promise<{args: any[], kwargs: object}>, cancel: () => void}}
   */
  call(procedure, { args = [], kwargs = {}, onProgress, timeoutMillis } = {}) {
    if (this.#state !== 'open' || this.#calls.size >= OPEN_CALLS_MAX) {
      const why = this.#state === 'open' ? 'Too many calls are waiting for an answer.' : 'Not connected.';
      return { result: Promise.reject(new WampError(CONNECTION_LOST, [why])), cancel() {} };
    }
    const request = ++this.#request;
    const options = {};
    if (onProgress) options.receive_progress = true;
    if (timeoutMillis) options.timeout = timeoutMillis;
    const result = new Promise((resolve, reject) => this.#calls.set(request, { resolve, reject, onProgress }));
    this.#send([CALL, request, options, procedure, args, kwargs]);
    return { result, cancel: () => this.#cancel(request) };
  }

  /** Asks at once whether the router is still there; used when the page wakes up or the network changes. */
  probe() {
    if (this.#state !== 'open') return;
    this.#o.clock.clearTimeout(this.#timer);
    const heardBefore = this.#heardCount;
    if (this.#signOfLife !== null) this.#subscribe(...this.#signOfLife).catch(() => {});
    this.#timer = this.#o.clock.setTimeout(() => {
      if (this.#heardCount === heardBefore) this.#lost('The gateway has stopped answering.');
      else this.#watch();
    }, ANSWER_MILLIS);
  }

  /** Leaves politely, for good: nobody joins by this browser's cookie any more. onClose is not called. */
  leave() {
    if (this.#state === 'open') this.#send([GOODBYE, {}, 'wamp.close.logout']);
    this.#o.onClose = () => {};
    this.#lost('Signed out.');
  }

  #hello() {
    const { realm, authid, ticket, stay } = this.#o;
    const authmethods = [...(ticket === undefined ? [] : ['ticket']), ...(stay ? ['cookie'] : [])];
    this.#send([HELLO, realm, { agent: 'junctor-console', authid, authmethods, roles: ROLES }]);
  }

  #subscribe(uri, options) {
    const request = ++this.#request;
    return new Promise((resolve, reject) => {
      this.#subscribes.set(request, { resolve, reject });
      this.#send([SUBSCRIBE, request, options, uri]);
    });
  }

  #cancel(request) {
    // "kill": the callee is interrupted and its answer awaited, so that the page learns what really happened.
    if (this.#calls.has(request)) this.#send([CANCEL, request, { mode: 'kill' }]);
  }

  #send(message) {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  /** Anything received is a sign of life; after a quiet while it is asked for. */
  #watch() {
    const quietMillis = this.#o.clock.now() - this.#heardAt;
    this.#timer = this.#o.clock.setTimeout(
      () => (this.#o.clock.now() - this.#heardAt >= QUIET_MILLIS ? this.probe() : this.#watch()),
      Math.max(QUIET_MILLIS - quietMillis, 100),
    );
  }

  #onMessage(data) {
    if (this.#state === 'closed') return;
    this.#heardAt = this.#o.clock.now();
    this.#heardCount++;
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return this.#lost('The gateway sent something that is not JSON.');
    }
    if (!Array.isArray(message)) return this.#lost('The gateway sent something that is not a WAMP message.');
    this.#dispatch(message);
  }

  #dispatch(message) {
    switch (message[0]) {
      case CHALLENGE:
        return this.#send([AUTHENTICATE, this.#o.ticket, {}]);
      case WELCOME:
        return this.#onWelcome(message);
      case ABORT:
        return this.#onAbort(message);
      case GOODBYE:
        this.#send([GOODBYE, {}, 'wamp.close.goodbye_and_out']);
        return this.#lost(`The gateway ended the session (${message[2]}).`);
      case SUBSCRIBED:
        return take(this.#subscribes, message[1])?.resolve(message[2]);
      case EVENT:
        return this.#onEvent(message);
      case RESULT:
        return this.#onResult(message);
      case ERROR:
        return this.#onError(message);
    }
  }

  #onWelcome([, , details]) {
    this.#state = 'open';
    this.#o.clock.clearTimeout(this.#timer);
    this.#watch();
    this.#o.onOpen(details);
  }

  #onAbort([, details, uri]) {
    const reason = details?.message || uri;
    if (isRefusal(uri)) this.#end({ kind: 'refused', reason });
    else this.#lost(`The gateway turned us away: ${reason}`);
  }

  #onEvent([, , , details, , kwargs]) {
    // A prefix subscription names the topic of each event, so the subscription id is not needed to place it.
    if (details?.topic) this.#o.onEvent(details.topic, kwargs ?? {}, { retained: details.retained === true, details });
  }

  #onResult([, request, details, args = [], kwargs = {}]) {
    if (details?.progress) this.#calls.get(request)?.onProgress?.({ args, kwargs });
    else take(this.#calls, request)?.resolve({ args, kwargs });
  }

  #onError([, type, request, , uri, args, kwargs]) {
    const waiting = take(type === CALL ? this.#calls : this.#subscribes, request);
    waiting?.reject(new WampError(uri, args, kwargs));
  }

  #lost(reason) {
    this.#end({ kind: 'lost', reason });
  }

  #end(outcome) {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#o.clock.clearTimeout(this.#timer);
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    const error = new WampError(CONNECTION_LOST, [outcome.reason]);
    for (const waiting of [...this.#calls.values(), ...this.#subscribes.values()]) waiting.reject(error);
    this.#calls.clear();
    this.#subscribes.clear();
    this.#o.onClose(outcome);
  }
}

function take(map, key) {
  const value = map.get(key);
  map.delete(key);
  return value;
}

function closeReason(event) {
  return event.reason ? `The connection was closed: ${event.reason}` : 'The connection to the gateway broke.';
}
