import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import * as wamp from '../../src/wamp/messages.js';
import { ANSWER_MILLIS, JOIN_MILLIS, QUIET_MILLIS, WampSession } from '../../src/wamp/session.js';
import { FakeClock, FakeSocket, settle } from './fakes.js';

describe('WampSession', () => {
  let clock, session, socket, events, closed, opened;

  beforeEach(() => {
    clock = new FakeClock();
    events = [];
    closed = [];
    opened = [];
    session = new WampSession({
      url: 'ws://gateway/ws',
      realm: 'demo',
      authid: 'anna',
      ticket: 'secret',
      WebSocket: FakeSocket,
      clock,
      onOpen: (details) => opened.push(details),
      onEvent: (topic, kwargs, { retained }) => events.push({ topic, kwargs, retained }),
      onClose: (outcome) => closed.push(outcome),
    });
    socket = FakeSocket.last;
  });

  function join() {
    socket.open();
    socket.receive(wamp.CHALLENGE, 'ticket', {});
    socket.receive(wamp.WELCOME, 815, { roles: {} });
  }

  async function joinAndSubscribe() {
    join();
    const subscribed = session.subscribePrefix('com.example.demo.');
    socket.receive(wamp.SUBSCRIBED, socket.of(wamp.SUBSCRIBE)[0][1], 4711);
    await subscribed;
  }

  it('joins with a ticket', () => {
    join();

    assert.deepEqual(socket.protocols, ['wamp.2.json']);
    const [, realm, details] = socket.of(wamp.HELLO)[0];
    assert.equal(realm, 'demo');
    assert.deepEqual([details.authid, details.authmethods], ['anna', ['ticket']]);
    assert.deepEqual(details.roles.caller.features, {
      progressive_call_results: true,
      call_canceling: true,
      call_timeout: true,
    });
    assert.deepEqual(socket.of(wamp.AUTHENTICATE), [[wamp.AUTHENTICATE, 'secret', {}]]);
    assert.equal(opened.length, 1);
    assert.ok(session.isOpen);
  });

  for (const { ticket, authmethods } of [
    { ticket: 'secret', authmethods: ['ticket', 'cookie'] },
    { ticket: undefined, authmethods: ['cookie'] },
  ]) {
    it(`asks to be remembered, or whether it is, by ${authmethods}`, () => {
      const o = { url: 'ws://gateway/ws', realm: 'demo', ticket, stay: true, WebSocket: FakeSocket, clock };
      new WampSession({ ...o, onOpen() {}, onEvent() {}, onClose() {} });

      FakeSocket.last.open();

      assert.deepEqual(FakeSocket.last.of(wamp.HELLO)[0][2].authmethods, authmethods);
    });
  }

  for (const uri of ['wamp.error.authentication_failed', 'wamp.error.no_such_realm', 'wamp.error.not_authorized']) {
    it(`is refused by ABORT with ${uri}`, () => {
      socket.open();

      socket.receive(wamp.ABORT, { message: 'wrong ticket' }, uri);

      assert.deepEqual(closed, [{ kind: 'refused', reason: 'wrong ticket' }]);
      assert.ok(socket.isClosed);
    });
  }

  it('is lost, not refused, by ABORT of a router that shuts down', () => {
    socket.open();

    socket.receive(wamp.ABORT, {}, 'wamp.close.system_shutdown');

    assert.equal(closed[0].kind, 'lost');
  });

  it('is lost when nobody welcomes it', async () => {
    socket.open();

    await clock.advance(JOIN_MILLIS);

    assert.deepEqual(closed, [{ kind: 'lost', reason: 'The gateway does not answer.' }]);
  });

  it('subscribes to a prefix with the retained events and delivers by topic', async () => {
    await joinAndSubscribe();

    socket.receive(wamp.EVENT, 4711, 1, { topic: 'com.example.demo.fridge.level', retained: true }, [], { value: 7 });
    socket.receive(wamp.EVENT, 4711, 2, { topic: 'com.example.demo.fridge.level' }, [], { value: 8 });

    assert.deepEqual(socket.of(wamp.SUBSCRIBE)[0].slice(2), [{ match: 'prefix', x_slow_reader: 'keep-newest', get_retained: true }, 'com.example.demo.']);
    assert.deepEqual(events, [
      { topic: 'com.example.demo.fridge.level', kwargs: { value: 7 }, retained: true },
      { topic: 'com.example.demo.fridge.level', kwargs: { value: 8 }, retained: false },
    ]);
  });

  it('takes what its role may have when that is not the newest of each topic', async () => {
    join();
    const subscribed = session.subscribePrefix('com.example.demo.');
    socket.receive(wamp.ERROR, wamp.SUBSCRIBE, socket.of(wamp.SUBSCRIBE)[0][1], {}, 'wamp.error.option_not_allowed');
    await new Promise(setImmediate);
    const [, request, options] = socket.of(wamp.SUBSCRIBE)[1];
    socket.receive(wamp.SUBSCRIBED, request, 4711);

    assert.equal(await subscribed, 4711);
    assert.deepEqual(options, { match: 'prefix', get_retained: true });
  });

  it('does not ask again when it may not subscribe at all', async () => {
    join();
    const subscribed = session.subscribePrefix('com.example.demo.');
    socket.receive(wamp.ERROR, wamp.SUBSCRIBE, socket.of(wamp.SUBSCRIBE)[0][1], {}, 'wamp.error.not_authorized');

    await assert.rejects(subscribed, { uri: 'wamp.error.not_authorized' });
    assert.equal(socket.of(wamp.SUBSCRIBE).length, 1);
  });

  it('calls with progress and ends with the result', async () => {
    join();
    const progress = [];
    const { result } = session.call('a.set', { args: [1], onProgress: ({ kwargs }) => progress.push(kwargs) });
    const [, request, options, uri, args] = socket.of(wamp.CALL)[0];

    socket.receive(wamp.RESULT, request, { progress: true }, [], { value: 0.5 });
    socket.receive(wamp.RESULT, request, {}, [], { value: 1 });

    assert.deepEqual([options, uri, args], [{ receive_progress: true }, 'a.set', [1]]);
    assert.deepEqual(progress, [{ value: 0.5 }]);
    assert.deepEqual(await result, { args: [], kwargs: { value: 1 } });
  });

  it('asks for no progress when nobody listens, and passes a timeout on', () => {
    join();

    session.call('a.describe', { timeoutMillis: 500 });

    assert.deepEqual(socket.of(wamp.CALL)[0][2], { timeout: 500 });
  });

  it('rejects with the URI and the words of an ERROR', async () => {
    join();
    const { result } = session.call('a.set', { args: [999] });

    socket.receive(wamp.ERROR, wamp.CALL, socket.of(wamp.CALL)[0][1], {}, 'wamp.error.invalid_argument', ['wanted 0..270'], { got: 999 });

    await assert.rejects(result, { uri: 'wamp.error.invalid_argument', message: 'wanted 0..270', kwargs: { got: 999 } });
  });

  it('cancels an open call and no other', async () => {
    join();
    const call = session.call('a.set');
    const [, request] = socket.of(wamp.CALL)[0];

    call.cancel();
    socket.receive(wamp.ERROR, wamp.CALL, request, {}, 'wamp.error.canceled');
    await assert.rejects(call.result);
    call.cancel();

    assert.deepEqual(socket.of(wamp.CANCEL), [[wamp.CANCEL, request, { mode: 'kill' }]]);
  });

  it('sends nothing later that cannot be sent now', async () => {
    const { result } = session.call('a.set');

    await assert.rejects(result, { uri: wamp.CONNECTION_LOST });
    join();

    assert.deepEqual(socket.of(wamp.CALL), []);
  });

  it('ends open calls when the connection breaks', async () => {
    join();
    const { result } = session.call('a.set');

    socket.break();

    await assert.rejects(result, { uri: wamp.CONNECTION_LOST });
    assert.deepEqual(closed, [{ kind: 'lost', reason: 'The connection to the gateway broke.' }]);
  });

  it('asks a quiet router for a sign of life and stays when it answers', async () => {
    await joinAndSubscribe();

    await clock.advance(QUIET_MILLIS);
    const [, request, options] = socket.of(wamp.SUBSCRIBE).at(-1);
    socket.receive(wamp.SUBSCRIBED, request, 4711);
    await clock.advance(ANSWER_MILLIS);

    assert.equal(socket.of(wamp.SUBSCRIBE).length, 2);
    assert.deepEqual(options, { match: 'prefix', x_slow_reader: 'keep-newest' }, 'else the router would take it back');
    assert.deepEqual(closed, []);
  });

  it('does not ask while events come in', async () => {
    await joinAndSubscribe();

    for (let second = 0; second < 20; second++) {
      socket.receive(wamp.EVENT, 4711, second, { topic: 'com.example.demo.a.b' });
      await clock.advance(1_000);
    }

    assert.equal(socket.of(wamp.SUBSCRIBE).length, 1);
  });

  it('finds a half-open connection lost although the socket stays open', async () => {
    await joinAndSubscribe();

    await clock.advance(QUIET_MILLIS + ANSWER_MILLIS);

    assert.deepEqual(closed, [{ kind: 'lost', reason: 'The gateway has stopped answering.' }]);
  });

  it('answers GOODBYE and is lost with its reason', () => {
    join();

    socket.receive(wamp.GOODBYE, {}, 'wamp.close.system_shutdown');

    assert.equal(socket.of(wamp.GOODBYE)[0][2], 'wamp.close.goodbye_and_out');
    assert.match(closed[0].reason, /system_shutdown/);
  });

  it('leaves without reporting a loss', () => {
    join();

    session.leave();

    assert.equal(socket.of(wamp.GOODBYE)[0][2], 'wamp.close.logout');
    assert.deepEqual(closed, []);
  });

  it('is lost by anything that is not WAMP', async () => {
    socket.open();

    socket.onmessage({ data: '{"no": "list"}' });
    await settle();

    assert.equal(closed[0].kind, 'lost');
  });
});
