// permessage-deflate by ws, a client of other people, whose zlib has a window of the size that was agreed on and fails
// on what refers further back. Usage: node deflate.js <address of an echo that keeps contexts> <of one that does not>
import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { report } from '../../browser/checks.js';

const LENGTHS = [0, 1, 63, 64, 300, 4_096, 40_000, 131_072];
const ROUNDS = 3; // the second and third see a context, where there is one

const [keeping, sharing] = process.argv.slice(2);

function telemetry(length) {
  let text = '';
  for (let i = 0; text.length < length; i++) text += `[36,${i},${i * 7919},{},[{"celsius":${(i * 37) % 100}.5}]]`;
  return text.slice(0, length);
}

function connected(url, perMessageDeflate) {
  const socket = new WebSocket(url, 'wamp.2.json', { perMessageDeflate: { threshold: 0, ...perMessageDeflate } });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

function echoed(socket, message) {
  return new Promise((resolve, reject) => {
    socket.once('message', (data) => resolve(data.toString()));
    socket.once('error', reject);
    socket.once('close', (status) => reject(new Error(`closed with ${status}`)));
    socket.send(message);
  });
}

/** Messages there and back; what was agreed on. */
async function conversation(url, offer) {
  const socket = await connected(url, offer);
  try {
    assert.equal(socket.extensions, 'permessage-deflate');
    for (const length of LENGTHS) {
      for (let round = 0; round < ROUNDS; round++) {
        const text = telemetry(length);
        assert.equal(await echoed(socket, text), text);
      }
    }
  } finally {
    socket.removeAllListeners('close');
    socket.close();
  }
}

const WINDOWS = [8, 9, 10, 11, 12, 13, 14, 15];
const checks = {};
for (const [name, url] of [['keepingContexts', keeping], ['sharingThem', sharing]]) {
  for (const bits of WINDOWS) {
    checks[`${name}ServerWindow${bits}`] = () => conversation(url, { serverMaxWindowBits: bits });
    checks[`${name}ClientWindow${bits}`] = () => conversation(url, { clientMaxWindowBits: bits });
  }
  checks[`${name}NoServerContext`] = () => conversation(url, { serverNoContextTakeover: true });
  checks[`${name}NoClientContext`] = () => conversation(url, { clientNoContextTakeover: true });
  checks[`${name}Plain`] = () => conversation(url, {});
  checks[`${name}EverythingAtOnce`] = () =>
    conversation(url, {
      serverNoContextTakeover: true,
      clientNoContextTakeover: true,
      serverMaxWindowBits: 9,
      clientMaxWindowBits: 9,
    });
}

await report(checks, () => '');
