import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { EVENTS_MAX, Store, THINGS_MAX, UNEXPLAINED_MAX } from '../../src/model/store.js';

const FRIDGE = 'com.example.demo.fridge';
const TD = {
  title: 'Fridge',
  properties: {
    level: { type: 'number', unit: '%', minimum: 0, maximum: 100, readOnly: true },
    compressor: { type: 'boolean' },
  },
  events: { lowLevel: {} },
};

describe('Store', () => {
  let store, now, changed;

  beforeEach(() => {
    now = Date.parse('2026-11-23T12:00:00Z');
    changed = 0;
    store = new Store(() => changed++);
    store.connected();
  });

  function event(member, kwargs, retained = false) {
    return store.apply(`${FRIDGE}.${member}`, kwargs, { now, retained });
  }

  function online() {
    event('status', { value: 'online' }, true);
    store.described(FRIDGE, TD, now);
  }

  function fact(name = 'level') {
    return store.factOf(store.thing(FRIDGE), name);
  }

  it('knows a Thing by its status and asks for its description', () => {
    assert.equal(event('level', { value: 60 }, true), false);
    assert.deepEqual(store.things(), []);

    assert.equal(event('status', { value: 'online' }, true), true);

    assert.deepEqual(store.things().map((thing) => thing.uri), [FRIDGE]);
  });

  it('does not ask an offline Thing, but asks it when it comes back', () => {
    assert.equal(event('status', { value: 'offline', reason: 'worker left' }), false);

    assert.equal(event('status', { value: 'online' }), true);
  });

  it('does not ask again while a described Thing stays online', () => {
    online();

    assert.equal(event('status', { value: 'degraded', reason: 'slow' }), false);

    assert.deepEqual(store.statusOf(store.thing(FRIDGE)), { value: 'degraded', reason: 'slow', isReachable: true });
  });

  it('keeps what it heard before the description', () => {
    event('level', { value: 60, quality: 'good' }, true);
    online();

    assert.deepEqual([fact().value, fact().quality], [60, 'good']);
  });

  it('forgets the oldest of too many unexplained messages', () => {
    for (let i = 0; i <= UNEXPLAINED_MAX; i++) event(`member${i}`, { value: i }, true);

    const { unexplained } = store.thing(FRIDGE);

    assert.equal(unexplained.length, UNEXPLAINED_MAX);
    assert.equal(unexplained[0].member, 'member1');
  });

  it('ignores members that the description does not name', () => {
    online();
    event('secret', { value: 1 });

    assert.equal(store.thing(FRIDGE).properties.has('secret'), false);
  });

  it('keeps all four facts of a controllable property', () => {
    online();
    event('compressor', { value: false, desired: true, pending: { since: 'x', by: 'anna' }, quality: 'good' });

    const { value, property } = fact('compressor');

    assert.deepEqual([value, property.desired, property.pending.by], [false, true, 'anna']);
  });

  it('passes a bad quality on with its reason', () => {
    online();
    event('level', { value: 60, quality: 'failed', reason: 'no echo' });

    assert.deepEqual([fact().value, fact().quality, fact().reason], [60, 'failed', 'no echo']);
  });

  it('does not let an overtaken message win', () => {
    online();
    event('level', { value: 61, seq: 8, time: '2026-11-23T12:00:02Z' });
    event('level', { value: 60, seq: 7, time: '2026-11-23T12:00:01Z' });
    assert.equal(fact().value, 61);

    event('level', { value: 55, seq: 1, time: '2026-11-23T12:05:00Z' }); // a new worker counts from one

    assert.equal(fact().value, 55);
  });

  it('believes nothing without a connection', () => {
    online();
    event('level', { value: 60, quality: 'good' });

    store.disconnected(now);

    assert.deepEqual([fact().value, fact().quality], [60, 'lost']);
    assert.equal(store.statusOf(store.thing(FRIDGE)).value, 'lost');
  });

  it('believes after reconnecting only what it was told again', () => {
    online();
    event('level', { value: 60, quality: 'good', seq: 9 });
    event('compressor', { value: true, quality: 'good' });
    store.disconnected(now);

    store.connected();
    assert.equal(store.statusOf(store.thing(FRIDGE)).value, 'unknown');
    assert.equal(event('status', { value: 'online' }, true), true);
    event('level', { value: 41, quality: 'good', seq: 2 }, true);

    assert.deepEqual([fact().value, fact().quality], [41, 'good']);
    assert.deepEqual([fact('compressor').value, fact('compressor').quality], [true, 'stale']);
  });

  it('distrusts the values of an offline Thing', () => {
    online();
    event('level', { value: 60, quality: 'good' });

    event('status', { value: 'offline', reason: 'worker left' });

    assert.deepEqual([fact().quality, fact().reason], ['stale', 'worker left']);
  });

  it('keeps the history of a number with gaps where nothing was known', () => {
    online();
    for (const kwargs of [{ value: 60 }, { value: 60, quality: 'failed' }, { value: 50 }]) {
      event('level', kwargs);
      now += 5_000;
    }
    store.disconnected(now);

    const values = store.thing(FRIDGE).properties.get('level').history.samples.map((sample) => sample.value);

    assert.deepEqual(values, [60, null, 50, null]);
  });

  it('lists events newest first, once each, up to a bound', () => {
    online();
    for (let second = 10; second < 15 + EVENTS_MAX; second++) {
      const time = new Date(now + second * 1000).toISOString();
      event('lowLevel', { level: second, time });
      event('lowLevel', { level: second, time }, true);
    }

    const { events } = store.thing(FRIDGE);

    assert.equal(events.length, EVENTS_MAX);
    assert.equal(events[0].data.level, 14 + EVENTS_MAX);
    assert.equal(new Set(events.map((one) => one.time)).size, EVENTS_MAX);
  });

  it('measures ages by the clock of the gateway', () => {
    online();
    event('level', { value: 60, time: '2001-01-01T00:00:10Z' });

    assert.equal(store.ageMillis('2001-01-01T00:00:04Z', now), 6_000);
  });

  it('is bounded in Things', () => {
    for (let i = 0; i < THINGS_MAX + 10; i++) store.apply(`a.t${i}.status`, { value: 'online' }, { now, retained: true });

    assert.equal(store.things().length, THINGS_MAX);
  });

  it('survives a status nobody has heard of', () => {
    event('status', { value: 'dancing' });

    assert.equal(store.statusOf(store.thing(FRIDGE)).value, 'unknown');
  });

  it('tells each change', () => {
    online();
    const before = changed;
    event('level', { value: 1 });

    assert.equal(changed, before + 1);
  });

  it('can still ask an uplink whose line is down, on its own side alone', () => {
    const status = { value: 'offline', reason: 'switched off', remote: 'wss://cloud.example.com/ws' };

    const asks = store.apply(`${FRIDGE}.status`, status, { now, retained: false });

    assert.equal(asks, true);
    assert.equal(store.statusOf(store.thing(FRIDGE)).isReachable, true);
    store.apply(`${FRIDGE}.status`, status, { now, retained: false, via: FRIDGE });
    assert.equal(store.statusOf(store.thing(FRIDGE)).isReachable, false);
  });

  it('puts a late value where its own time says and does not learn the clock from it', () => {
    online();
    event('level', { value: 60, time: '2026-11-23T12:00:00Z', seq: 1 });
    event('status', { value: 'offline', reason: 'the line is down' });
    now += 60_000;
    event('status', { value: 'online' });

    store.apply(`${FRIDGE}.level`, { value: 40, time: '2026-11-23T12:00:20Z', seq: 2 }, { now, retained: false, isLate: true });

    assert.deepEqual(
      store.thing(FRIDGE).properties.get('level').history.samples.map(({ at, value }) => [(at - now) / 1_000, value]),
      [[-60, 60], [-40, 40]],
    );
    assert.equal(store.ageMillis('2026-11-23T12:00:50Z', now), 10_000);
    assert.equal(fact().value, 40);
  });

  it('says of a late event that it is', () => {
    online();

    store.apply(`${FRIDGE}.lowLevel`, { level: 9, time: '2026-11-23T11:59:00Z' }, { now, retained: false, isLate: true });

    assert.equal(store.thing(FRIDGE).events[0].isLate, true);
  });
});
