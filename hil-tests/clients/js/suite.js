// What every JavaScript client is asked to do, over the small adapter that autobahn.js and wampy.js give:
//
//   join(how) -> session      how: {serializer, method: ticket|cryptosign, ticket}
//   session.call(uri, args, kwargs, {onProgress, ...options}) -> {args, kwargs}, or throws {uri, args, kwargs}
//   session.register(uri, handler, options), session.unregister(handle)
//   session.subscribe(uri, handler, options), session.unsubscribe(handle)
//   session.publish(uri, args, kwargs, options) -> its publication; session.id(), session.leave()
//
// A check prints one line of JSON: {"check", "ok", "detail"}. The program that started this one knows which checks
// there must be, so a run that ends early does not pass.
import assert from 'node:assert/strict';
import { failsWith, Failure, inbox, OCTETS, report, sameOctets, UNICODE, within } from './checks.js';
import { metaChecks } from './meta.js';

export { Failure, report, UNICODE };

// --- what one client does by itself -----------------------------------------------------------------------------

async function ownChecks(adapter, config, serializer, check) {
  const wire = serializer.replaceAll('-', '_'); // wampy holds URIs to the strict rule
  const uri = (name) => `${config.prefix}${wire}.${name}`;
  const join = () => adapter.join({ serializer, method: 'ticket', ticket: config.ticket });
  const session = await join();
  const other = await join();

  await check('join_cryptosign', async () => {
    const signed = await adapter.join({ serializer, method: 'cryptosign' });
    await signed.leave();
  });
  await check('wrong_ticket', () =>
    failsWith('wamp.error.authentication_failed', adapter.join({ serializer, method: 'ticket', ticket: 'wrong' })),
  );
  await check('call', async () => {
    await other.register(uri('echo'), ({ args, kwargs }) => ({ args, kwargs }));
    const result = await within(session.call(uri('echo'), [1, UNICODE, [true, 2.5]], { name: UNICODE }), 'result');
    assert.deepEqual(result.args, [1, UNICODE, [true, 2.5]]);
    assert.deepEqual(result.kwargs, { name: UNICODE });
  });
  if (adapter.hasBinary(serializer)) {
    await check('call_binary', async () => {
      const result = await within(session.call(uri('echo'), [OCTETS], {}), 'result');
      sameOctets(result.args[0]);
    });
  }
  await check('call_error', async () => {
    await other.register(uri('fail'), () => {
      throw new Failure('com.example.too_cold', [UNICODE], { limit: -18 });
    });
    const error = await failsWith('com.example.too_cold', session.call(uri('fail'), [], {}));
    assert.deepEqual(error.args, [UNICODE]);
    assert.deepEqual(error.kwargs, { limit: -18 });
  });
  await check('no_such_procedure', () =>
    failsWith('wamp.error.no_such_procedure', session.call(uri('nobody'), [], {})),
  );
  await check('procedure_already_exists', () =>
    failsWith('wamp.error.procedure_already_exists', session.register(uri('echo'), () => ({}))),
  );
  await check('call_timeout', async () => {
    let end;
    await other.register(uri('late'), () => new Promise((resolve) => (end = () => resolve({ args: [] }))));
    await failsWith('wamp.error.timeout', session.call(uri('late'), [], {}, { timeout: 200 }));
    end();
  });
  await check('caller_identification', async () => {
    await other.register(uri('who'), ({ details }) => ({ args: [details.caller_authid] }));
    assert.deepEqual((await within(session.call(uri('who'), [], {}), 'result')).args, [config.authid]);
  });
  await check('pattern_registration', async () => {
    const procedure = ({ details }) => ({ args: [details.procedure], kwargs: {} });
    await other.register(uri('device'), procedure, { match: 'prefix' });
    await other.register(uri('room..light'), procedure, { match: 'wildcard' });
    for (const name of ['device.knob', 'room.kitchen.light']) {
      assert.deepEqual((await within(session.call(uri(name), [], {}), 'result')).args, [uri(name)]);
    }
  });
  await check('shared_registration', async () => {
    for (const invoke of ['first', 'last', 'roundrobin', 'random']) {
      const procedure = uri(`shared.${invoke}`);
      await session.register(procedure, () => ({ args: ['one'] }), { invoke });
      await other.register(procedure, () => ({ args: ['two'] }), { invoke });
      const who = [];
      for (let i = 0; i < 4; i++) who.push((await within(session.call(procedure, [], {}), 'result')).args[0]);
      if (invoke === 'first') assert.deepEqual(who, ['one', 'one', 'one', 'one']);
      if (invoke === 'last') assert.deepEqual(who, ['two', 'two', 'two', 'two']);
      if (invoke === 'roundrobin') assert.deepEqual([who[0] === who[1], who[0] === who[2], who[1] === who[3]], [false, true, true]);
      if (invoke === 'random') assert.ok(who.every((one) => one === 'one' || one === 'two'));
    }
  });
  await check('unregister', async () => {
    const registration = await session.register(uri('short'), () => ({ args: ['here'] }));
    await within(other.call(uri('short'), [], {}), 'result');
    await session.unregister(registration);
    await failsWith('wamp.error.no_such_procedure', other.call(uri('short'), [], {}));
  });
  // the specification wants call_canceling of a callee that sends progress; neither client announces it
  await check('progress_is_not_asked_of_this_callee', async () => {
    const progress = [];
    await other.register(uri('slow'), ({ details }) => ({ args: [Boolean(details.receive_progress)], kwargs: {} }));
    const result = await within(
      session.call(uri('slow'), [], {}, { onProgress: (step) => progress.push(step) }),
      'result',
    );
    assert.deepEqual([result.args, progress], [[false], []]);
  });
  await check('event', async () => {
    const events = inbox();
    await other.subscribe(uri('topic'), events.put);
    await session.publish(uri('topic'), [7, UNICODE], { unit: 'l', name: UNICODE });
    const event = await events.next('event');
    assert.deepEqual(event.args, [7, UNICODE]);
    assert.deepEqual(event.kwargs, { unit: 'l', name: UNICODE });
  });
  if (adapter.hasBinary(serializer)) {
    await check('event_binary', async () => {
      const events = inbox();
      await other.subscribe(uri('binary'), events.put);
      await session.publish(uri('binary'), [OCTETS], { deep: [OCTETS] });
      const event = await events.next('event');
      sameOctets(event.args[0]);
      sameOctets(event.kwargs.deep[0]);
    });
  }
  await check('acknowledge', async () => {
    assert.ok((await within(session.publish(uri('topic'), [1], {}), 'acknowledgement')) > 0);
  });
  await check('publisher_identification', async () => {
    const events = inbox();
    await other.subscribe(uri('signed'), events.put);
    await session.publish(uri('signed'), [1], {});
    assert.equal((await events.next('event')).details.publisher_authid, config.authid);
  });
  await check('publisher_exclusion', async () => {
    const mine = inbox();
    const theirs = inbox();
    await session.subscribe(uri('exclusion'), mine.put);
    await other.subscribe(uri('exclusion'), theirs.put);
    await session.publish(uri('exclusion'), ['not for me'], {});
    await theirs.next('event');
    // an event of somebody else arrives after everything of before
    await other.publish(uri('exclusion'), ['for you'], {});
    assert.deepEqual((await mine.next('event')).args, ['for you']);
  });
  if (adapter.hasExcludeMe) {
    await check('publisher_inclusion', async () => {
      const mine = inbox();
      await session.subscribe(uri('inclusion'), mine.put);
      await session.publish(uri('inclusion'), ['for me too'], {}, { exclude_me: false });
      assert.deepEqual((await mine.next('event')).args, ['for me too']);
    });
  }
  await check('black_and_white_listing', async () => {
    const events = inbox();
    await other.subscribe(uri('listing'), events.put);
    const lists = {
      exclude: [other.id()],
      exclude_authid: [config.authid],
      eligible: [session.id()],
      eligible_authrole: ['nobody'],
    };
    for (const [list, members] of Object.entries(lists)) {
      await session.publish(uri('listing'), [list], {}, { [list]: members });
    }
    await session.publish(uri('listing'), ['eligible'], {}, { eligible: [other.id()], eligible_authid: [config.authid] });
    assert.deepEqual((await events.next('event')).args, ['eligible']);
  });
  await check('pattern_subscription', async () => {
    const prefix = inbox();
    const wildcard = inbox();
    await other.subscribe(uri('house'), prefix.put, { match: 'prefix' });
    await other.subscribe(uri('house..level'), wildcard.put, { match: 'wildcard' });
    await session.publish(uri('house.cellar.level'), [1], {});
    for (const events of [prefix, wildcard]) {
      assert.equal((await events.next('event')).topic, uri('house.cellar.level'));
    }
  });
  await check('unsubscribe', async () => {
    const gone = inbox();
    const still = inbox();
    const subscription = await other.subscribe(uri('brief'), gone.put);
    await other.unsubscribe(subscription);
    await other.subscribe(uri('fence'), still.put);
    await session.publish(uri('brief'), [1], {});
    await session.publish(uri('fence'), [1], {});
    await still.next('event');
    assert.equal(gone.size(), 0);
  });
  if (adapter.hasRetain) {
    await check('retained', async () => {
      const events = inbox();
      await session.publish(uri('level'), [42], {}, { retain: true });
      await other.subscribe(uri('level'), events.put, { get_retained: true });
      assert.deepEqual((await events.next('retained event')).args, [42]);
    });
  }
  if (adapter.hasPassthru?.(serializer)) {
    const sealed = { ppt_scheme: 'x_test', ppt_serializer: 'cbor', ppt_keyid: 'key1' };
    await check('passthru_event', async () => {
      const events = inbox();
      await other.subscribe(uri('sealed'), events.put);
      await session.publish(uri('sealed'), [7, UNICODE], { unit: 'l' }, sealed);
      const event = await events.next('event');
      assert.deepEqual([event.args, event.kwargs], [[7, UNICODE], { unit: 'l' }]);
      assert.equal(event.details.ppt_keyid, 'key1');
    });
    await check('passthru_call', async () => {
      await other.register(uri('sealed'), ({ args, kwargs }) => ({ args, kwargs, options: sealed }));
      const result = await within(session.call(uri('sealed'), [7, UNICODE], { unit: 'l' }, sealed), 'result');
      assert.deepEqual([result.args, result.kwargs], [[7, UNICODE], { unit: 'l' }]);
    });
  }
  await check('session_meta', async () => {
    const result = await within(session.call('wamp.session.get', [session.id()], {}), 'result');
    assert.equal(result.args[0].authid, config.authid);
  });
  await metaChecks(adapter, config, { wire, uri, join, session, other }, check);
  await check('leave', async () => {
    await within(session.leave(), 'goodbye');
    await within(other.leave(), 'goodbye');
  });
}

// --- what it does with the others -------------------------------------------------------------------------------

async function crossChecks(adapter, config, serializer, peer, check) {
  const session = await adapter.join({ serializer, method: 'ticket', ticket: config.ticket });
  const uri = (name) => peer.prefix + name;

  await check(`${peer.name}.echo`, async () => {
    const result = await within(session.call(uri('echo'), [UNICODE, 1, -2.5], { deep: { name: UNICODE } }), 'result');
    assert.deepEqual(result.args, [UNICODE, 1, -2.5]);
    assert.deepEqual(result.kwargs, { deep: { name: UNICODE } });
  });
  if (adapter.hasBinary(serializer) && peer.binary) {
    await check(`${peer.name}.binary`, async () => {
      const result = await within(session.call(uri('echo'), [OCTETS], { deep: [OCTETS] }), 'result');
      sameOctets(result.args[0]);
      sameOctets(result.kwargs.deep[0]);
    });
  }
  if (peer.errors) {
    await check(`${peer.name}.error`, async () => {
      const error = await failsWith('com.example.too_cold', session.call(uri('fail'), [UNICODE], {}));
      assert.deepEqual(error.args, [UNICODE]);
      assert.deepEqual(error.kwargs, { limit: -18 });
    });
  }
  await check(`${peer.name}.event`, async () => {
    const events = inbox();
    await session.subscribe(uri('topic'), events.put);
    await within(session.call(uri('announce'), [UNICODE], { topic: uri('topic') }), 'result');
    assert.deepEqual((await events.next('event')).args, [UNICODE]);
  });
  if (peer.retain) {
    await check(`${peer.name}.retained`, async () => {
      const events = inbox();
      const topic = uri(`retained.${config.name}.${serializer.replaceAll('-', '_')}`);
      await within(session.call(uri('announce'), [UNICODE], { topic, retain: true }), 'result');
      await session.subscribe(topic, events.put, { get_retained: true });
      assert.deepEqual((await events.next('retained event')).args, [UNICODE]);
    });
  }
  if (peer.acknowledges && adapter.hasOwnOptions) {
    await check(`${peer.name}.acknowledged`, async () => {
      const word = `${config.name} ${serializer}`;
      const acknowledged = { acknowledge: true, x_acknowledged_delivery: true };
      // without the receiver's acknowledgement this would end with wamp.error.timeout
      await within(session.publish(uri('important'), [word], {}, acknowledged), 'acknowledgement');
      assert.ok((await within(session.call(uri('heard'), [], {}), 'result')).args[0].includes(word));
    });
  }
  if (peer.progress) {
    await check(`${peer.name}.progress`, async () => {
      const steps = [];
      const result = await within(
        session.call(uri('progress'), [3], {}, { onProgress: (step) => steps.push(step.args[0]) }),
        'result',
      );
      assert.deepEqual([steps, result.args], [[0, 1, 2], ['done']]);
    });
    await check(`${peer.name}.cancel`, async () => {
      // its first result says that it runs; a cancellation before that has nobody to answer it
      const started = inbox();
      const call = session.startCall(uri('wait'), [], {}, { onProgress: started.put });
      await started.next('progress');
      call.cancel('kill');
      await failsWith('wamp.error.canceled', call.result);
    });
  }
  await session.leave();
}

// --- the service the others call --------------------------------------------------------------------------------

async function serve(adapter, config) {
  const session = await adapter.join({ serializer: config.serializer, method: 'cryptosign' });
  const uri = (name) => config.prefix + name;
  await session.register(uri('echo'), ({ args, kwargs }) => ({ args, kwargs }));
  await session.register(uri('fail'), ({ args }) => {
    throw new Failure('com.example.too_cold', args, { limit: -18 });
  });
  await session.register(uri('announce'), async ({ args, kwargs }) => {
    await session.publish(kwargs.topic, args, {}, { retain: Boolean(kwargs.retain) });
    return { args: ['announced'], kwargs: {} }; // autobahn-java takes no result without arguments
  });
  report('ready', true);
  // until whoever started this program closes its input
  await new Promise((resolve) => process.stdin.on('end', resolve).resume());
  await session.leave();
}

async function checkAll(adapter, config) {
  for (const serializer of config.wires) {
    const check = async (name, body) => {
      const full = `${serializer}.${name}`;
      try {
        await within(Promise.resolve().then(body), `end of ${full}`);
        report(full, true);
      } catch (e) {
        report(full, false, e.stack ?? JSON.stringify(e));
      }
    };
    await check('own', () => ownChecks(adapter, config, serializer, check));
    for (const peer of config.peers) {
      await check(`${peer.name}.all`, () => crossChecks(adapter, config, serializer, peer, check));
    }
  }
}

export async function main(adapterOf) {
  const config = JSON.parse(process.argv[3]);
  const adapter = adapterOf(config);
  await (process.argv[2] === 'serve' ? serve : checkAll)(adapter, config);
  process.exit(0); // clients keep timers
}
