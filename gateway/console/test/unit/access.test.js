import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { saved, takeToken } from '../../src/access.js';

describe('takeToken', () => {
  const replaced = [];
  const history = { replaceState: (state, title, url) => replaced.push(url) };

  it('takes the token and removes the fragment from address and history', () => {
    const token = takeToken({ hash: '#token=a-b_c', pathname: '/', search: '?x=1' }, history);

    assert.equal(token, 'a-b_c');
    assert.deepEqual(replaced, ['/?x=1']);
  });

  it('leaves other fragments alone', () => {
    replaced.length = 0;

    assert.equal(takeToken({ hash: '#help', pathname: '/', search: '' }, history), null);
    assert.deepEqual(replaced, []);
  });
});

describe('saved', () => {
  const storage = () => {
    const kept = new Map();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
  };

  beforeEach(() => {
    globalThis.sessionStorage = storage();
    globalThis.localStorage = storage();
  });

  it('keeps the ticket for this tab alone', () => {
    saved.store({ authid: 'anna', ticket: 'secret', realm: 'demo' });

    assert.deepEqual(saved.load(), { authid: 'anna', ticket: 'secret', realm: 'demo' });
    globalThis.sessionStorage = storage();
    assert.equal(saved.load(), null);
  });

  it('keeps no ticket where the cookie stands for it, in this tab and in others', () => {
    saved.store({ authid: 'anna', ticket: 'secret', realm: 'demo', stay: true });

    assert.deepEqual(saved.load(), { authid: 'anna', realm: 'demo', stay: true });
    globalThis.sessionStorage = storage();
    assert.deepEqual(saved.load(), { stay: true });
    saved.clear();
    assert.equal(saved.load(), null);
  });
});
