import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ASK_AGAIN_MILLIS, Missed, missedText, TOLD_MILLIS } from '../../src/model/missed.js';

describe('Missed', () => {
  let missed, now;

  beforeEach(() => {
    now = 1_000_000;
    missed = new Missed();
  });

  it('says nothing while every event comes', () => {
    const mustAsk = missed.onEvent({ topic: 'a.b', retained: true }, now);

    assert.equal(mustAsk, false);
    assert.equal(missed.shown(now), null);
  });

  it('adds up what was replaced, for which nothing has to be asked', () => {
    const mustAsk = [missed.onEvent({ _conflated: 3 }, now), missed.onEvent({ _conflated: 4 }, now + 5_000)];

    assert.deepEqual(mustAsk, [false, false]);
    assert.deepEqual(missed.shown(now + 5_000), { replaced: 7, dropped: 0 });
  });

  it('asks again after events were dropped, not more often than that helps', () => {
    const at = [0, 1, ASK_AGAIN_MILLIS - 1, ASK_AGAIN_MILLIS];
    const mustAsk = at.map((millis) => missed.onEvent({ _dropped: 2 }, now + millis));

    assert.deepEqual(mustAsk, [true, false, false, true]);
    assert.deepEqual(missed.shown(now + ASK_AGAIN_MILLIS), { replaced: 0, dropped: 8 });
  });

  it('is silent after a while, and counts anew then', () => {
    missed.onEvent({ _conflated: 3 }, now);

    assert.equal(missed.shown(now + TOLD_MILLIS), null);
    missed.onEvent({ _conflated: 1 }, now + TOLD_MILLIS);
    assert.deepEqual(missed.shown(now + TOLD_MILLIS), { replaced: 1, dropped: 0 });
  });

  it('forgets', () => {
    missed.onEvent({ _dropped: 3 }, now);
    missed.clear();

    assert.equal(missed.shown(now), null);
    assert.equal(missed.onEvent({ _dropped: 1 }, now), true);
  });

  it('is not misled by attributes that are no counts', () => {
    for (const detail of ['3', -1, 1.5, null, {}]) missed.onEvent({ _conflated: detail, _dropped: detail }, now);

    assert.equal(missed.shown(now), null);
  });

  it('says what was left out and whether what is shown can be believed', () => {
    assert.equal(missedText({ replaced: 1, dropped: 0 }).text, 'One change was left out. What is shown is the newest.');
    assert.equal(missedText({ replaced: 2, dropped: 5 }).text, '7 changes were left out. The present state was asked for again.');
  });
});
