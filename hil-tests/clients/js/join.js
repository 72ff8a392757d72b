// Joins by each of the methods that a case names, and reports what came of it. Usage:
//   node join.js check '{"websocket": url, "realm": name, "cases": [case]}'
// with a case of {check, client: autobahn|wampy, method, authid, secret, expect: role or error URI}; the secret is the
// seed in hexadecimal digits for cryptosign.
import WebSocket from 'ws';
import { Wampy } from 'wampy';
import { sign as signCryptosign } from 'wampy/cryptosign.js';
import { sign as signCra } from 'wampy/wampcra.js';
import { report } from './suite.js';

// AutobahnJS 26 wants the global WebSocket of browsers and Node 22.
globalThis.WebSocket ??= WebSocket;
const autobahn = (await import('autobahn')).default;
const { auth_cra: cra, auth_cryptosign: cryptosign, nacl } = autobahn;

const PATIENCE_MILLIS = 20_000;

function late() {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MILLIS} ms`)), PATIENCE_MILLIS).unref();
  });
}

function autobahnAuth({ method, secret }) {
  if (method === 'cryptosign') {
    const key = nacl.sign.keyPair.fromSeed(Buffer.from(secret, 'hex'));
    return {
      authextra: { pubkey: cryptosign.public_key(key) },
      onchallenge: (_session, _method, extra) => cryptosign.sign_challenge(key, extra),
    };
  }
  if (method === 'wampcra') {
    return {
      onchallenge: (_session, _method, { challenge, salt, iterations, keylen }) =>
        cra.sign(salt ? cra.derive_key(secret, salt, iterations, keylen) : secret, challenge),
    };
  }
  return { onchallenge: () => secret };
}

function joinAutobahn({ websocket, realm }, it) {
  return new Promise((resolve) => {
    const connection = new autobahn.Connection({
      transports: [{ type: 'websocket', url: websocket, serializers: [new autobahn.serializer.JSONSerializer()] }],
      realm,
      authid: it.authid,
      authmethods: [it.method],
      max_retries: 0,
      ...autobahnAuth(it),
    });
    connection.onclose = (reason, details) => {
      resolve(details.reason ?? reason);
      return true; // no reconnection
    };
    connection.onopen = (_session, details) => {
      resolve(`${details.authrole} by ${details.authmethod}`);
      connection.close();
    };
    connection.open();
  });
}

async function joinWampy({ websocket, realm }, { method, authid, secret }) {
  const key = method === 'cryptosign' && nacl.sign.keyPair.fromSeed(Buffer.from(secret, 'hex'));
  const auth = {
    ticket: { onChallenge: () => secret },
    wampcra: { onChallenge: signCra(secret) },
    cryptosign: {
      authextra: key && { pubkey: Buffer.from(key.publicKey).toString('hex') },
      onChallenge: key && signCryptosign(secret),
    },
  };
  const wampy = new Wampy(websocket, {
    ws: WebSocket,
    realm,
    authid,
    authmethods: [method],
    autoReconnect: false,
    ...auth[method],
  });
  try {
    const welcome = await wampy.connect();
    await wampy.disconnect();
    return `${welcome.authrole} by ${welcome.authmethod}`;
  } catch (e) {
    return e.errorUri ?? String(e);
  }
}

const config = JSON.parse(process.argv[3]);
for (const it of config.cases) {
  try {
    const joining = it.client === 'wampy' ? joinWampy(config, it) : joinAutobahn(config, it);
    const outcome = await Promise.race([joining, late()]);
    report(it.check, outcome === it.expect, `expected ${it.expect}, got ${outcome}`);
  } catch (e) {
    report(it.check, false, e.stack);
  }
}
process.exit(0);
