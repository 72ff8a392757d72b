import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { takeToken } from '../../src/access.js';

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
