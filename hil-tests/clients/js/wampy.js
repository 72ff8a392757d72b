// wampy behind the suite's adapter. Usage: node wampy.js check|serve '<json>'
import WebSocket from 'ws';
import { Wampy } from 'wampy';
import { CborSerializer } from 'wampy/CborSerializer.js';
import { JsonSerializer } from 'wampy/JsonSerializer.js';
import { MsgpackSerializer } from 'wampy/MsgpackSerializer.js';
import { sign } from 'wampy/cryptosign.js';
import { Failure, main } from './suite.js';

// It offers compression, and tells of it.
let lastWebSocket;
class TellingWebSocket extends WebSocket {
  constructor(...how) {
    super(...how);
    lastWebSocket = this;
  }
}

const SERIALIZERS = { json: JsonSerializer, msgpack: MsgpackSerializer, cbor: CborSerializer };

function valuesOf({ argsList, argsDict }) {
  return { args: argsList ?? [], kwargs: argsDict ?? {} };
}

async function failuresOf(promise) {
  try {
    return await promise;
  } catch (e) {
    throw e.errorUri ? new Failure(e.errorUri, e.argsList ?? [], e.argsDict ?? {}) : e;
  }
}

class Session {
  constructor(wampy) {
    this.wampy = wampy;
  }

  id() {
    return this.wampy.getSessionId();
  }

  startCall(uri, args, kwargs, { onProgress, ...options } = {}) {
    if (onProgress) {
      options.progress_callback = (step) => onProgress(valuesOf(step));
    }
    const call = this.wampy.call(uri, { argsList: args, argsDict: kwargs }, options);
    const { reqId } = this.wampy.getOpStatus();
    return { result: failuresOf(call).then(valuesOf), cancel: (mode) => this.wampy.cancel(reqId, { mode }) };
  }

  call(...args) {
    return this.startCall(...args).result;
  }

  async register(uri, handler, options) {
    const endpoint = async ({ argsList, argsDict, details }) => {
      try {
        const { args = [], kwargs = {}, options = {} } = await handler({ ...valuesOf({ argsList, argsDict }), details });
        return { argsList: args, argsDict: kwargs, options };
      } catch (e) {
        throw e instanceof Failure ? { error: e.uri, argsList: e.args, argsDict: e.kwargs } : e;
      }
    };
    await failuresOf(this.wampy.register(uri, endpoint, options));
    return uri;
  }

  unregister(uri) {
    return failuresOf(this.wampy.unregister(uri));
  }

  subscribe(uri, handler, options) {
    const onEvent = ({ details, ...event }) => handler({ ...valuesOf(event), topic: details.topic, details });
    return failuresOf(this.wampy.subscribe(uri, onEvent, options));
  }

  unsubscribe({ subscriptionKey }) {
    return failuresOf(this.wampy.unsubscribe(subscriptionKey));
  }

  async publish(uri, args, kwargs, options) {
    const published = await failuresOf(this.wampy.publish(uri, { argsList: args, argsDict: kwargs }, options));
    return published.publicationId;
  }

  leave() {
    return this.wampy.disconnect();
  }
}

function adapterOf(config) {
  const auth = {
    ticket: (how) => ({ authmethods: ['ticket'], onChallenge: () => how.ticket }),
    cryptosign: () => ({
      authmethods: ['cryptosign'],
      authextra: { pubkey: config.pubkey },
      onChallenge: sign(config.seed),
    }),
  };
  return {
    hasBinary: (name) => !name.endsWith('json'), // plain JSON.stringify, no rule for octets
    hasRetain: false, // it leaves retain out of PUBLISH
    hasExcludeMe: false, // it sends exclude_me only when it is true
    hasTrust: true,
    hasPassthru: (name) => !name.endsWith('json'), // without octets there is nothing sealed to send
    join: async (how) => {
      const [format, link] = how.serializer.split('-').reverse();
      const wampy = new Wampy(link === 'deflate' ? config.universal : config.websocket, {
        ws: TellingWebSocket,
        realm: config.realm,
        authid: config.authid,
        serializer: new SERIALIZERS[format](),
        payloadSerializers: { cbor: new CborSerializer() },
        autoReconnect: false,
        ...auth[how.method](how),
      });
      await failuresOf(wampy.connect());
      if (link === 'deflate' && lastWebSocket.extensions !== 'permessage-deflate') {
        throw new Error('nothing is compressed');
      }
      return new Session(wampy);
    },
  };
}

await main(adapterOf);
