import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Connection, FIRST_WAIT_MILLIS, LONGEST_WAIT_MILLIS } from '../../src/wamp/connection.js';
import { FakeClock } from './fakes.js';

describe('Connection', () => {
  let clock, connection, sessions, states;

  beforeEach(() => {
    clock = new FakeClock();
    sessions = [];
    states = [];
    connection = new Connection({
      clock,
      random: () => 1,
      openSession: (credentials, handlers) => {
        const session = { credentials, ...handlers, probes: 0, probe: () => session.probes++, leave: () => (session.hasLeft = true) };
        sessions.push(session);
        return session;
      },
      onState: (state) => states.push(state.phase),
      onEvent() {},
    });
    connection.start({ authid: 'anna' });
    states.length = 0;
  });

  it('is open once the session is', () => {
    assert.equal(connection.session, null);

    sessions[0].onOpen({});

    assert.equal(connection.session, sessions[0]);
    assert.deepEqual(states, ['open']);
  });

  it('says at once that the session was lost, and joins again with the same credentials after a wait', async () => {
    sessions[0].onOpen({});

    sessions[0].onClose({ kind: 'lost', reason: 'broke' });
    assert.deepEqual(connection.state, { phase: 'waiting', reason: 'broke', retryAt: clock.now() + FIRST_WAIT_MILLIS });
    await clock.advance(FIRST_WAIT_MILLIS);

    assert.deepEqual(connection.state, { phase: 'connecting', reason: 'broke' });
    assert.deepEqual(sessions[1].credentials, { authid: 'anna' });
  });

  it('waits twice as long after each failure up to a bound, and begins anew after a success', async () => {
    const waits = [];
    for (let failure = 0; failure < 8; failure++) {
      sessions.at(-1).onClose({ kind: 'lost', reason: 'down' });
      waits.push(connection.state.retryAt - clock.now());
      await clock.advance(waits.at(-1));
    }
    assert.deepEqual(waits, [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    assert.equal(LONGEST_WAIT_MILLIS, 10_000);

    sessions.at(-1).onOpen({});
    sessions.at(-1).onClose({ kind: 'lost', reason: 'down' });

    assert.equal(connection.state.retryAt - clock.now(), FIRST_WAIT_MILLIS);
  });

  it('does not try a refused ticket again', async () => {
    sessions[0].onClose({ kind: 'refused', reason: 'wrong ticket' });
    await clock.advance(60_000);

    assert.deepEqual(connection.state, { phase: 'refused', reason: 'wrong ticket' });
    assert.equal(sessions.length, 1);
  });

  it('joins at once when asked to, and only once', async () => {
    sessions[0].onClose({ kind: 'lost', reason: 'down' });

    connection.retryNow();
    connection.retryNow();
    await clock.advance(60_000);

    assert.equal(sessions.length, 2);
  });

  it('probes an open session and retries a lost one when the page wakes up', () => {
    sessions[0].onOpen({});
    connection.wake();
    assert.equal(sessions[0].probes, 1);

    sessions[0].onClose({ kind: 'lost', reason: 'down' });
    connection.wake();

    assert.equal(sessions.length, 2);
  });

  it('leaves and stays away when stopped', async () => {
    sessions[0].onOpen({});

    connection.stop();
    await clock.advance(60_000);

    assert.ok(sessions[0].hasLeft);
    assert.equal(sessions.length, 1);
    assert.equal(connection.state.phase, 'idle');
  });
});
