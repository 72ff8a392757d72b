import { WebSocketServer } from 'ws';

// What a console needs of a WAMP router, to develop and test without a gateway. Not a router for anything else: one
// realm, tickets, prefix subscriptions with retained events, calls to procedures in this process, progress, CANCEL.

const [HELLO, WELCOME, ABORT, CHALLENGE, AUTHENTICATE, GOODBYE, ERROR] = [1, 2, 3, 4, 5, 6, 8];
const [SUBSCRIBE, SUBSCRIBED, EVENT, CALL, CANCEL, RESULT] = [32, 33, 36, 48, 49, 50];

export class DevRouter {
  #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'wamp.2.json' });
  #peers = new Set();
  #procedures = new Map(); // URI -> async ({args, kwargs, progress, signal, authid}) => kwargs | {args}
  #retained = new Map(); // topic -> kwargs
  #ids = 0;
  #isFrozen = false;

  /** authid -> ticket */
  tickets = new Map();
  /** [authid, procedure, args, kwargs, time] of every CALL, for assertions. */
  calls = [];
  /** The options of every SUBSCRIBE, for assertions. */
  subscribes = [];
  /** Requests cancelled, for assertions. */
  cancelled = [];
  /** True refuses every upgrade, as a gateway that is down would. */
  isDown = false;

  constructor(realm) {
    this.realm = realm;
  }

  handleUpgrade(request, socket, head) {
    if (this.isDown || new URL(request.url, 'http://x').pathname !== '/ws') return socket.destroy();
    this.#sockets.handleUpgrade(request, socket, head, (ws) => this.#accept(ws));
  }

  register(procedure, handler) {
    this.#procedures.set(procedure, handler);
  }

  unregister(prefix) {
    for (const uri of this.#procedures.keys()) if (uri.startsWith(prefix)) this.#procedures.delete(uri);
  }

  /** @param {object} o retain; missed: what the event says of others that were left out */
  publish(topic, kwargs, { retain = false, missed = {} } = {}) {
    if (retain) this.#retained.set(topic, kwargs);
    for (const peer of this.#peers) this.#deliver(peer, topic, kwargs, missed);
  }

  /** Ends all connections at once, as a restarting gateway does. */
  dropAll() {
    for (const peer of this.#peers) peer.ws.terminate();
  }

  /** Half-open: connections stay, nothing goes in or out. */
  freeze(isFrozen) {
    this.#isFrozen = isFrozen;
  }

  close() {
    this.dropAll();
    this.#sockets.close();
  }

  #accept(ws) {
    const peer = { ws, prefixes: new Map(), open: new Map(), authid: null, isJoined: false };
    this.#peers.add(peer);
    ws.on('close', () => {
      this.#peers.delete(peer);
      for (const controller of peer.open.values()) controller.abort('caller left');
    });
    ws.on('message', (data) => {
      if (!this.#isFrozen) this.#onMessage(peer, JSON.parse(data));
    });
  }

  #send(peer, message) {
    if (!this.#isFrozen && peer.ws.readyState === 1) peer.ws.send(JSON.stringify(message));
  }

  #onMessage(peer, message) {
    switch (message[0]) {
      case HELLO:
        return this.#onHello(peer, message);
      case AUTHENTICATE:
        return this.#onAuthenticate(peer, message);
      case SUBSCRIBE:
        return this.#onSubscribe(peer, message);
      case CALL:
        return this.#onCall(peer, message);
      case CANCEL:
        this.cancelled.push(message[1]);
        return peer.open.get(message[1])?.abort('cancelled');
      case GOODBYE:
        this.#send(peer, [GOODBYE, {}, 'wamp.close.goodbye_and_out']);
        return peer.ws.close();
    }
  }

  #onHello(peer, [, realm, details]) {
    if (realm !== this.realm) return this.#abort(peer, 'wamp.error.no_such_realm', `no realm ${realm}`);
    peer.authid = details.authid;
    return this.#send(peer, [CHALLENGE, 'ticket', {}]);
  }

  #onAuthenticate(peer, [, ticket]) {
    if (this.tickets.get(peer.authid) !== ticket) {
      return this.#abort(peer, 'wamp.error.authentication_failed', 'name or ticket is wrong');
    }
    peer.isJoined = true;
    const roles = { broker: { features: { pattern_based_subscription: true, event_retention: true } }, dealer: {} };
    return this.#send(peer, [WELCOME, ++this.#ids, { roles, authid: peer.authid, authrole: 'operator' }]);
  }

  #abort(peer, uri, message) {
    this.#send(peer, [ABORT, { message }, uri]);
    peer.ws.close();
  }

  #onSubscribe(peer, [, request, options, uri]) {
    this.subscribes.push(options);
    if (!peer.prefixes.has(uri)) peer.prefixes.set(uri, ++this.#ids);
    this.#send(peer, [SUBSCRIBED, request, peer.prefixes.get(uri)]);
    if (!options.get_retained) return;
    for (const [topic, kwargs] of this.#retained) this.#deliver(peer, topic, kwargs, { retained: true });
  }

  #deliver(peer, topic, kwargs, details) {
    for (const [prefix, subscription] of peer.prefixes) {
      if (!topic.startsWith(prefix)) continue;
      this.#send(peer, [EVENT, subscription, ++this.#ids, { topic, ...details }, [], kwargs]);
    }
  }

  async #onCall(peer, [, request, options, uri, args = [], kwargs = {}]) {
    const handler = this.#procedures.get(uri);
    this.calls.push({ uri, args, kwargs, authid: peer.authid, at: Date.now() });
    const controller = new AbortController();
    peer.open.set(request, controller);
    try {
      if (!handler) throw wampError('wamp.error.no_such_procedure', `no procedure ${uri}`);
      const progress = (some) => {
        if (options.receive_progress) this.#send(peer, [RESULT, request, { progress: true }, [], some]);
      };
      const result = await handler({ args, kwargs, progress, signal: controller.signal, authid: peer.authid });
      this.#send(peer, [RESULT, request, {}, result.args ?? [], result.args ? {} : result]);
    } catch (error) {
      const { uri: errorUri = 'wamp.error.runtime_error', message, details = {} } = error;
      this.#send(peer, [ERROR, CALL, request, {}, errorUri, [message], details]);
    } finally {
      peer.open.delete(request);
    }
  }
}

/** An error that a procedure answers with. */
export function wampError(uri, message, details = {}) {
  return Object.assign(new Error(message), { uri, details });
}
