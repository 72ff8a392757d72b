import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { SEND_INTERVAL_MILLIS, Setter } from '../../src/control/setter.js';
import { CONNECTION_LOST, WampError } from '../../src/wamp/messages.js';
import { FakeCallee, FakeClock, settle } from './fakes.js';

describe('Setter', () => {
  let clock, callee, setter, reports;

  beforeEach(() => {
    clock = new FakeClock();
    callee = new FakeCallee();
    reports = [];
    setter = new Setter({ call: callee.call, clock, onChange() {}, onReport: (kwargs) => reports.push(kwargs) });
  });

  it('sends the first value at once', () => {
    setter.set(10);

    assert.deepEqual(callee.values, [10]);
    assert.equal(setter.target, 10);
  });

  it('keeps one call in flight and then sends only the newest value', async () => {
    for (const value of [10, 20, 30, 40]) setter.set(value);
    await clock.advance(1_000);
    assert.deepEqual(callee.values, [10]);

    callee.calls[0].succeed();
    await clock.advance(0);

    assert.deepEqual(callee.values, [10, 40]);
  });

  it('redirects a device that has taken up the older value before that value is reached', async () => {
    setter.set(10);
    setter.set(90);

    callee.calls[0].progress({ value: 1 });
    await clock.advance(SEND_INTERVAL_MILLIS);

    assert.deepEqual(callee.values, [10, 90]);
  });

  it('leaves time between two sends however quickly the device answers', async () => {
    setter.set(1);
    callee.calls[0].succeed();
    await settle();
    setter.set(2);
    await clock.advance(SEND_INTERVAL_MILLIS - 1);
    assert.deepEqual(callee.values, [1]);

    await clock.advance(1);

    assert.deepEqual(callee.values, [1, 2]);
  });

  it('always commits the last value', async () => {
    for (let value = 0; value <= 100; value++) {
      setter.set(value);
      if (value % 7 === 0) callee.calls.at(-1).progress();
      await clock.advance(10);
    }

    for (let round = 0; round < 5; round++) {
      callee.calls.at(-1).succeed();
      await clock.advance(SEND_INTERVAL_MILLIS);
    }

    assert.equal(callee.values.at(-1), 100);
    assert.equal(setter.target, undefined);
  });

  it('does not send again what is on its way', async () => {
    setter.set(10);
    setter.set(20);
    setter.set(10);

    callee.calls[0].succeed();
    await clock.advance(1_000);

    assert.deepEqual(callee.values, [10]);
    assert.equal(setter.target, undefined);
  });

  it('passes progress and result on as reports', async () => {
    setter.set(10);

    callee.calls[0].progress({ value: 4 });
    callee.calls[0].succeed({ value: 10 });
    await settle();

    assert.deepEqual(reports, [{ value: 4 }, { value: 10 }]);
  });

  it('shows the error of the newest value and forgets the target', async () => {
    setter.set(10);

    callee.calls[0].fail(new WampError('junctor.error.interlock', ['minimum off-time: 40 s to go']));
    await settle();

    assert.equal(setter.error.message, 'minimum off-time: 40 s to go');
    assert.equal(setter.target, undefined);
  });

  it('ignores the error of an older value', async () => {
    setter.set(10);
    callee.calls[0].progress();
    setter.set(20);
    await clock.advance(SEND_INTERVAL_MILLIS);

    callee.calls[0].fail(new WampError('junctor.error.stalled', ['no movement']));
    await settle();

    assert.equal(setter.error, null);
    assert.equal(setter.target, 20);
  });

  for (const uri of ['junctor.error.superseded', 'wamp.error.canceled', 'wamp.error.cancelled', CONNECTION_LOST]) {
    it(`says nothing about ${uri}`, async () => {
      setter.set(10);

      callee.calls[0].fail(new WampError(uri));
      await settle();

      assert.equal(setter.error, null);
      assert.equal(setter.target, undefined);
    });
  }

  it('drops an old error when a new value is set', async () => {
    setter.set(10);
    callee.calls[0].fail(new WampError('junctor.error.limit'));
    await settle();

    setter.set(11);

    assert.equal(setter.error, null);
  });

  it('cancels the open call and what was not sent when stopped', async () => {
    setter.set(10);
    setter.set(20);

    setter.stop();
    callee.calls[0].fail(new WampError('wamp.error.canceled'));
    await clock.advance(1_000);

    assert.ok(callee.calls[0].isCancelled);
    assert.deepEqual(callee.values, [10]);
    assert.equal(setter.target, undefined);
  });

  it('keeps nothing for later when the connection is lost', async () => {
    setter.set(10);
    setter.set(20);

    setter.reset();
    callee.calls[0].succeed({ value: 10 });
    await clock.advance(1_000);

    assert.deepEqual(callee.values, [10]);
    assert.deepEqual(reports, []);
    assert.equal(setter.target, undefined);
  });
});
