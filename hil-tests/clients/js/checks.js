// What checks are made of: a report, patience, what came, and how something must fail.
import assert from 'node:assert/strict';

export const UNICODE = 'Kühlschrank 冷蔵庫 🧊 e\u0301';
export const OCTETS = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
const PATIENCE_MILLIS = 60_000; // an answer takes a millisecond; a machine that is busy with other things, seconds

export class Failure extends Error {
  constructor(uri, args = [], kwargs = {}) {
    super(uri);
    Object.assign(this, { uri, args, kwargs });
  }
}

export function report(check, ok, detail = '') {
  process.stdout.write(JSON.stringify({ check, ok, detail: String(detail) }) + '\n');
}

export function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${PATIENCE_MILLIS} ms`)), PATIENCE_MILLIS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Collects what a handler is given, and hands it out one by one.
export function inbox() {
  const waiting = [];
  const wanted = [];
  return {
    put: (value) => (wanted.length ? wanted.shift()(value) : waiting.push(value)),
    next: (what) =>
      within(waiting.length ? Promise.resolve(waiting.shift()) : new Promise((resolve) => wanted.push(resolve)), what),
    size: () => waiting.length,
  };
}

export function sameOctets(value) {
  assert.ok(value instanceof Uint8Array, `expected octets, got ${typeof value}`);
  assert.deepEqual(Buffer.from(value), OCTETS);
}

export async function failsWith(uri, promise) {
  const error = await within(
    promise.then(
      (value) => assert.fail(`expected ${uri}, got the result ${JSON.stringify(value)}`),
      (failure) => failure,
    ),
    uri,
  );
  assert.equal(error.uri, uri, error.stack);
  return error;
}
