import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ActionRun } from '../../src/control/action.js';
import { WampError } from '../../src/wamp/messages.js';
import { FakeCallee, settle } from './fakes.js';

describe('ActionRun', () => {
  let callee, run;

  beforeEach(() => {
    callee = new FakeCallee();
    run = new ActionRun({ call: callee.call, onChange() {} });
  });

  it('runs once at a time', () => {
    run.run({ slot: 1 });
    run.run({ slot: 2 });

    assert.deepEqual(callee.values, [{ slot: 1 }]);
    assert.ok(run.isRunning);
  });

  it('shows progress while it runs and the result afterwards', async () => {
    run.run(null);
    callee.calls[0].progress({ phase: 'pulsing' });
    assert.deepEqual(run.progress, { phase: 'pulsing' });

    callee.calls[0].succeed({ remaining: 4 });
    await settle();

    assert.deepEqual([run.isRunning, run.progress, run.result], [false, null, { remaining: 4 }]);
  });

  it('takes a positional result when there are no keyword arguments', async () => {
    run.run(null);

    callee.calls[0].succeed({}, [7]);
    await settle();

    assert.deepEqual(run.result, { result: 7 });
  });

  it('keeps the error but not that of a cancelled run', async () => {
    run.run(null);
    callee.calls[0].fail(new WampError('junctor.error.limit', ['too long']));
    await settle();
    assert.equal(run.error.message, 'too long');

    run.run(null);
    run.cancel();
    callee.calls[1].fail(new WampError('wamp.error.canceled'));
    await settle();

    assert.ok(callee.calls[1].isCancelled);
    assert.equal(run.error, null);
  });

  it('ignores what arrives after the connection was lost', async () => {
    run.run(null);
    run.reset();

    callee.calls[0].progress({ phase: 'late' });
    callee.calls[0].succeed({ remaining: 4 });
    await settle();

    assert.deepEqual([run.isRunning, run.progress, run.result], [false, null, null]);
  });
});
