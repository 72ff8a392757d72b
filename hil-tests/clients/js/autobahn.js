// AutobahnJS behind the suite's adapter. Usage: node autobahn.js check|serve '<json>'
import WebSocket from 'ws';
import { XMLHttpRequest } from './xml-http-request.js';

// AutobahnJS 26 wants the global WebSocket of browsers and Node 22. This one offers compression, and tells of it.
globalThis.WebSocket = class extends WebSocket {
  constructor(...how) {
    super(...how);
    globalThis.lastWebSocket = this;
  }
};
// Its long-poll wants what browsers have for requests.
globalThis.XMLHttpRequest = XMLHttpRequest;
const autobahn = (await import('autobahn')).default;
const { Failure, main } = await import('./suite.js');

const { serializer: serializers, nacl } = autobahn;

function newSerializer(name) {
  switch (name) {
    case 'json':
    case 'deflate-json':
      return new serializers.JSONSerializer();
    case 'msgpack':
    case 'deflate-msgpack':
      return new serializers.MsgpackSerializer();
    case 'cbor':
    case 'deflate-cbor':
      return new serializers.CBORSerializer();
    default:
      throw new Error(`no serializer ${name}`);
  }
}

// A deferred whose promise tells progress: native promises cannot.
function deferred() {
  const d = {};
  d.promise = new Promise((resolve, reject) => Object.assign(d, { resolve, reject }));
  d.notify = (value) => d.promise.onProgress?.(value);
  return d;
}

function valuesOf(result) {
  if (result instanceof autobahn.Result) {
    return { args: result.args, kwargs: result.kwargs };
  }
  return { args: result === undefined || result === null ? [] : [result], kwargs: {} };
}

function failureOf(error) {
  return error instanceof autobahn.Error ? new Failure(error.error, error.args, error.kwargs) : error;
}

class Session {
  constructor(connection, session, closed) {
    Object.assign(this, { connection, session, closed });
  }

  id() {
    return this.session.id;
  }

  startCall(uri, args, kwargs, { onProgress, ...options } = {}) {
    const call = this.session.call(uri, args, kwargs, onProgress ? { receive_progress: true, ...options } : options);
    call.onProgress = (step) => onProgress?.(valuesOf(step));
    const result = call.then(valuesOf, (error) => {
      throw failureOf(error);
    });
    return { result, cancel: (mode) => call.cancel({ mode }) };
  }

  call(...args) {
    return this.startCall(...args).result;
  }

  async register(uri, handler, options) {
    const endpoint = async (args, kwargs, details) => {
      try {
        const { args: out = [], kwargs: named = {} } = await handler({
          args,
          kwargs,
          details: { ...details, receive_progress: Boolean(details.progress) },
        });
        return new autobahn.Result(out, named);
      } catch (e) {
        throw e instanceof Failure ? new autobahn.Error(e.uri, e.args, e.kwargs) : e;
      }
    };
    return this.session.register(uri, endpoint, options).catch((error) => {
      throw failureOf(error);
    });
  }

  unregister(registration) {
    return registration.unregister();
  }

  subscribe(uri, handler, options) {
    const onEvent = (args, kwargs, details) => handler({ args, kwargs, topic: details.topic, details });
    return this.session.subscribe(uri, onEvent, options);
  }

  unsubscribe(subscription) {
    return subscription.unsubscribe();
  }

  async publish(uri, args, kwargs, options = {}) {
    return (await this.session.publish(uri, args, kwargs, { acknowledge: true, ...options })).id;
  }

  leave() {
    this.connection.close();
    return this.closed;
  }
}

function adapterOf(config) {
  const key = nacl.sign.keyPair.fromSeed(Buffer.from(config.seed, 'hex'));
  const auth = {
    ticket: (how) => ({ authmethods: ['ticket'], onchallenge: () => how.ticket }),
    cryptosign: () => ({
      authmethods: ['cryptosign'],
      authextra: { pubkey: autobahn.auth_cryptosign.public_key(key) },
      onchallenge: (session, method, extra) => autobahn.auth_cryptosign.sign_challenge(key, extra),
    }),
  };
  const transport = (name) => {
    switch (name) {
      case 'rawsocket-json':
        return { type: 'rawsocket', host: config.host, port: config.port };
      case 'unix-json':
        return { type: 'rawsocket', path: config.unix };
      case 'longpoll-json':
        return { type: 'longpoll', url: config.longpoll };
      case 'deflate-json':
      case 'deflate-msgpack':
      case 'deflate-cbor':
        return { type: 'websocket', url: config.universal, serializers: [newSerializer(name)] };
      default:
        return { type: 'websocket', url: config.websocket, serializers: [newSerializer(name)] };
    }
  };
  const requireWire = (name) => {
    const compressed = globalThis.lastWebSocket?.extensions === 'permessage-deflate';
    if (name.startsWith('deflate-') && !compressed) throw new Error('nothing is compressed');
  };

  return {
    // its JSON serializer leaves octets as an object, not as the specification's string
    hasBinary: (name) => !name.endsWith('json'),
    hasRetain: true,
    hasExcludeMe: true,
    hasOwnOptions: true, // it sends options as they are
    isStanding: (handle) => handle.active,
    join: (how) =>
      new Promise((resolve, reject) => {
        const connection = new autobahn.Connection({
          transports: [transport(how.serializer)],
          realm: config.realm,
          authid: config.authid,
          max_retries: 0,
          use_deferred: deferred,
          on_user_error: () => {}, // errors that handlers throw on purpose
          ...auth[how.method](how),
        });
        const closed = new Promise((ended) => {
          connection.onclose = (reason, details) => {
            reject(new Failure(details.reason ?? reason));
            ended();
            return true; // no reconnection
          };
        });
        connection.onopen = (session) => {
          try {
            requireWire(how.serializer);
            resolve(new Session(connection, session, closed));
          } catch (e) {
            reject(e);
          }
        };
        connection.open();
      }),
  };
}

await main(adapterOf);
