// What a client finds out by calling the router: history, testaments, the meta API and reflection; and what the router
// does to a client because somebody called it. Every client can call; what else one needs, its adapter says.
import assert from 'node:assert/strict';
import { failsWith, inbox, UNICODE, within } from './checks.js';

const STEP_MILLIS = 5;

export async function metaChecks(adapter, config, { wire, uri, join, session, other }, check) {
  const call = (procedure, args, kwargs = {}) => within(session.call(procedure, args, kwargs), 'result');
  const ask = async (procedure, ...args) => (await call(procedure, args)).args[0];

  await check('event_history', async () => {
    const topic = `com.example.${config.name}_${wire}.kept`;
    for (const value of [1, 2, 3]) await session.publish(topic, [value], {});
    const kept = await ask('wamp.subscription.lookup', 'com.example..kept', { match: 'wildcard' });
    const result = await call('wamp.subscription.get_events', [kept], { topic, reverse: true, limit: 2 });
    assert.deepEqual(result.args.map((event) => event.args), [[3], [2]]);
    assert.equal(result.kwargs.is_limit_reached, true);
  });
  await check('testament', async () => {
    const events = inbox();
    await other.subscribe(uri('status'), events.put);
    const leaver = await join();
    await within(leaver.call('wamp.session.add_testament', [uri('status'), ['gone'], { why: UNICODE }], {}), 'result');
    await leaver.leave();
    const event = await events.next('testament');
    assert.deepEqual([event.args, event.kwargs], [['gone'], { why: UNICODE }]);
  });
  await check('session_kill', async () => {
    const left = inbox();
    const subscription = await other.subscribe('wamp.session.on_leave', left.put);
    const victim = await join();
    const id = victim.id();
    await call('wamp.session.kill', [id], { reason: 'com.example.enough' });
    while ((await left.next('news of its end')).args[0] !== id);
    await failsWith('wamp.error.no_such_session', session.call('wamp.session.get', [id], {}));
    await other.unsubscribe(subscription);
  });
  await check('registration_meta', async () => {
    await other.register(uri('known'), () => ({ args: ['here'] }));
    const id = await ask('wamp.registration.lookup', uri('known'));
    assert.equal(await ask('wamp.registration.match', uri('known')), id);
    assert.equal((await ask('wamp.registration.get', id)).uri, uri('known'));
    assert.deepEqual(await ask('wamp.registration.list_callees', id), [other.id()]);
    assert.equal(await ask('wamp.registration.count_callees', id), 1);
  });
  await check('subscription_meta', async () => {
    await other.subscribe(uri('known'), () => {});
    const id = await ask('wamp.subscription.lookup', uri('known'));
    assert.ok((await ask('wamp.subscription.match', uri('known'))).includes(id));
    assert.equal((await ask('wamp.subscription.get', id)).uri, uri('known'));
    assert.deepEqual(await ask('wamp.subscription.list_subscribers', id), [other.id()]);
    assert.equal(await ask('wamp.subscription.count_subscribers', id), 1);
  });
  await check('reflection', async () => {
    const definition = { title: UNICODE, type: 'number' };
    const define = other.call('wamp.reflect.define', [uri('level'), definition], { type: 'topic' });
    assert.deepEqual((await within(define, 'result')).args, [true]);
    const described = await ask('wamp.reflect.describe', uri('level'));
    assert.deepEqual(described, [{ type: 'topic', uri: uri('level'), match: 'exact', definition }]);
    const topics = await ask('wamp.reflection.topic.list');
    assert.ok(topics.some((topic) => topic.uri === uri('level')));
    const procedure = await ask('wamp.reflection.procedure.describe', uri('known'));
    assert.deepEqual([procedure.uri, procedure.callees], [uri('known'), 1]);
  });
  if (adapter.hasTrust) {
    await check('trust_levels', async () => {
      const trusted = `com.example.${config.name}_${wire}.trusted`;
      const events = inbox();
      await other.subscribe(trusted, events.put);
      await other.register(trusted, ({ details }) => ({ args: [details.trustlevel] }));
      await session.publish(trusted, [1], {});
      assert.equal((await events.next('event')).details.trustlevel, 2);
      assert.equal(await ask(trusted), 2);
    });
  }
  if (adapter.hasOwnOptions) {
    await check('sharding', async () => {
      const heard = [[], []];
      const procedure = uri('sharded');
      for (const [i, shard] of [session, other].entries()) {
        const nkey = `node${i}`;
        await shard.subscribe(uri('sharded'), ({ args }) => heard[i].push(args[0]), { nkey });
        await shard.register(procedure, () => ({ args: [i] }), { invoke: 'roundrobin', nkey });
      }
      for (let i = 0; i < 20; i++) {
        await session.publish(uri('sharded'), [i], {}, { rkey: `sn${i}`, exclude_me: false });
      }
      const runmode = { runmode: 'partition', rkey: 'sn239019' };
      const who = new Set();
      for (let i = 0; i < 4; i++) who.add((await within(session.call(procedure, [], {}, runmode), 'result')).args[0]);
      assert.equal(who.size, 1);
      await ask('wamp.session.count'); // answers come after everything of before
      await within(other.call('wamp.session.count', [], {}), 'result');
      assert.ok(heard[0].length > 0 && heard[1].length > 0);
      assert.deepEqual(heard.flat().sort((a, b) => a - b), [...Array(20).keys()]);
    });
  }
  if (adapter.isStanding) {
    const end = async (handle) => {
      while (adapter.isStanding(handle)) await new Promise((resolve) => setTimeout(resolve, STEP_MILLIS));
    };
    await check('registration_revocation', async () => {
      const registration = await other.register(uri('revoked'), () => ({ args: ['old'] }));
      const id = await ask('wamp.registration.lookup', uri('revoked'));
      await call('wamp.registration.remove_callee', [id, other.id()], { reason: 'com.example.enough' });
      await within(end(registration), 'end of the registration');
      await failsWith('wamp.error.no_such_procedure', session.call(uri('revoked'), [], {}));
      await other.register(uri('revoked'), () => ({ args: ['new'] }));
      assert.equal(await ask(uri('revoked')), 'new');
    });
    await check('subscription_revocation', async () => {
      const events = inbox();
      const subscription = await other.subscribe(uri('revoked'), events.put);
      const id = await ask('wamp.subscription.lookup', uri('revoked'));
      await call('wamp.subscription.remove_subscriber', [id, other.id()], { reason: 'com.example.enough' });
      await within(end(subscription), 'end of the subscription');
      await session.publish(uri('revoked'), ['too late'], {});
      await other.subscribe(uri('revoked'), events.put);
      await session.publish(uri('revoked'), ['again'], {});
      assert.deepEqual((await events.next('event')).args, ['again']);
    });
  }
}
