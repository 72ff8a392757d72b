import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageText, errorText, kwargsText, numberText, timeText, valueText } from '../../src/model/format.js';
import { angleOf, arc, dialOf, direction, snap, turn, valueSpan } from '../../src/model/geometry.js';
import { History, SPAN_MILLIS } from '../../src/model/history.js';
import { noteOf } from '../../src/model/note.js';
import { WampError } from '../../src/wamp/messages.js';

const KNOB = { type: 'number', unit: 'deg', minimum: 0, maximum: 270, step: 1, title: 'Position' };

describe('format', () => {
  it('writes numbers with the decimals of their step', () => {
    assert.equal(numberText(62.44, 0.1), '62.4');
    assert.equal(numberText(62, 0.1), '62.0');
    assert.equal(numberText(61.6, 1), '62');
    assert.equal(numberText(2.25, 0.25), '2.25');
    assert.equal(numberText(-4, 1), '−4');
    assert.equal(numberText(-0.01, 0.1), '0.0');
    assert.equal(numberText(4.5), '4.5');
    assert.equal(numberText(4), '4');
    assert.equal(numberText(1234.5), '1235');
    assert.equal(numberText(null, 1), '–');
  });

  it('writes values with their unit and the names of their states', () => {
    assert.equal(valueText(87, KNOB), '87°');
    assert.equal(valueText(4.5, { unit: 'Cel' }), '4.5\u202f°C');
    assert.equal(valueText(true, {}), 'On');
    assert.equal(valueText(false, { choices: [{ value: false, label: 'Closed' }] }), 'Closed');
    assert.equal(valueText(null, {}), '–');
    assert.equal(valueText([1, 2], {}), '[1,2]');
  });

  it('writes progress and results without device knowledge', () => {
    assert.equal(kwargsText({ phase: 'pulsing' }), 'pulsing');
    assert.equal(kwargsText({ bottlesLeft: 7, isDone: true, note: null }), 'bottles left 7 · is done');
    assert.equal(kwargsText({}), '');
  });

  it('writes ages in one unit', () => {
    assert.deepEqual(
      [3_400, 89_000, 600_000, 7_200_000, 300_000_000].map((millis) => ageText(millis).replace('\u202f', ' ')),
      ['3 s', '89 s', '10 min', '2 h', '3 days'],
    );
  });

  it('writes nothing for a time that is none', () => {
    assert.equal(timeText('soon', 0), '');
  });

  it('heads errors by their URI and adds the words of the device', () => {
    assert.deepEqual(errorText(new WampError('junctor.error.stalled', ['no movement at 87°'])), {
      heading: 'Stalled',
      message: 'no movement at 87°',
    });
    assert.deepEqual(errorText(new WampError('junctor.error.limit')), { heading: 'Limit reached', message: '' });
    assert.deepEqual(errorText(new WampError('com.example.odd')), { heading: 'Failed', message: 'com.example.odd' });
  });
});

describe('geometry', () => {
  it('turns a dial in degrees as far as the real one', () => {
    assert.deepEqual(dialOf(KNOB), { start: -135, sweep: 270 });
    assert.deepEqual(dialOf({ unit: 'deg', minimum: 0, maximum: 180 }), { start: -90, sweep: 180 });
    assert.deepEqual(dialOf({ unit: 'deg', minimum: 0, maximum: 360 }), { start: -135, sweep: 270 });
    assert.deepEqual(dialOf({ unit: '%', minimum: 0, maximum: 100 }), { start: -135, sweep: 270 });
  });

  it('maps values to angles and turns to values', () => {
    assert.equal(angleOf(135, KNOB), 0);
    assert.equal(angleOf(999, KNOB), 135);
    assert.equal(valueSpan(27, { unit: '%', minimum: 0, maximum: 100 }), 10);
  });

  it('measures the shortest turn across the top and the bottom', () => {
    assert.equal(turn(350, 10), 20);
    assert.equal(turn(170, -170), 20);
    assert.equal(turn(10, -10), -20);
  });

  it('sees directions clockwise from the top', () => {
    assert.deepEqual([[0, -1], [1, 0], [0, 1], [-1, 0]].map(([dx, dy]) => direction(dx, dy)), [0, 90, 180, -90]);
  });

  it('snaps to the grid that begins at the minimum, inside the range', () => {
    assert.equal(snap(7.4, { minimum: 1, maximum: 10, step: 2 }), 7);
    assert.equal(snap(0.30000000000000004, { minimum: 0, maximum: 1, step: 0.1 }), 0.3);
    assert.equal(snap(300, KNOB), 270);
  });

  it('draws the long way round when the arc is more than half', () => {
    assert.match(arc(-135, 135, 80), /A80 80 0 1 1/);
    assert.match(arc(0, 90, 80), /^M100 20A80 80 0 0 1 180 100$/);
  });
});

describe('History', () => {
  it('draws steps to the right up to now', () => {
    const history = new History();
    history.add(0, 0);
    history.add(30_000, 100);

    assert.equal(history.path({ now: 60_000, width: 100, height: 10, minimum: 0, maximum: 100 }), 'M0 10H50V0H100');
  });

  it('leaves a gap where nothing was known', () => {
    const history = new History();
    history.add(0, 50);
    history.add(30_000, null);
    history.add(45_000, 50);

    assert.equal(history.path({ now: 60_000, width: 100, height: 10, minimum: 0, maximum: 100 }), 'M0 5H50M75 5H100');
  });

  it('forgets what is older than its span but for the value at the left edge', () => {
    const history = new History();
    for (let at = 0; at <= 3 * SPAN_MILLIS; at += 10_000) history.add(at, at);

    const [first, second] = history.samples;

    assert.ok(first.at <= 2 * SPAN_MILLIS && second.at > 2 * SPAN_MILLIS);
    assert.ok(history.samples.length < 100);
  });

  it('keeps one sample of many in a short time, the newest', () => {
    const history = new History();
    for (let at = 0; at < 1_000; at++) history.add(at, at);

    assert.deepEqual(history.samples, [{ at: 0, value: 999 }]);
  });

  it('puts what came late where it was measured, and closes the gap that the line left', () => {
    const history = new History();
    history.add(0, 10);
    history.add(20_000, null); // the line was found to be down
    history.add(60_000, 50); // and is back

    for (const at of [10_000, 30_000, 31_000, 40_000]) history.addLate(at, at / 1_000);

    assert.deepEqual(history.samples, [
      { at: 0, value: 10 },
      { at: 10_000, value: 10 },
      { at: 30_000, value: 31 },
      { at: 40_000, value: 40 },
      { at: 60_000, value: 50 },
    ]);
  });

  it('ends a gap with what came late when nothing newer is known', () => {
    const history = new History();
    history.add(0, 10);
    history.add(20_000, null);

    history.addLate(30_000, 30);
    history.addLate(NaN, 40);

    assert.deepEqual(history.samples, [{ at: 0, value: 10 }, { at: 30_000, value: 30 }]);
  });

  it('draws nothing from nothing', () => {
    assert.equal(new History().path({ now: 0, width: 100, height: 10 }), '');
  });
});

describe('noteOf', () => {
  const good = { value: 87, quality: 'good', reason: null, cause: null, property: { desired: 87, pending: null, quality: 'good' } };
  const note = (some) => noteOf({ plan: KNOB, fact: good, setter: null, now: 100_000, ageMillis: () => 2_000, ...some });

  it('is silent when all is well', () => {
    assert.deepEqual(note({}), { kind: 'none', text: '' });
  });

  it('tells an error before anything else', () => {
    const setter = { error: new WampError('junctor.error.interlock', ['door open']), isBusy: true, target: 1, since: 0 };

    assert.deepEqual(note({ setter }), { kind: 'error', text: 'Interlocked: door open' });
  });

  it('tells why a value must not be believed', () => {
    const fact = { ...good, quality: 'failed', reason: 'no echo', cause: 'property' };

    assert.deepEqual(note({ fact }), { kind: 'quality', text: 'Failed: no echo' });
  });

  it('tells what is under way, and since when if that is long', () => {
    const setter = { error: null, isBusy: true, target: 120 };

    assert.equal(note({ setter: { ...setter, since: 99_000 } }).text, 'Setting 120°…');
    assert.equal(note({ setter: { ...setter, since: 80_000 } }).text, 'Setting 120°, for 20\u202fs now');
  });

  it('tells what another person asked for', () => {
    const fact = { ...good, property: { desired: 200, pending: { since: 'x', by: 'bert' }, quality: 'good' } };

    assert.deepEqual(note({ fact }), { kind: 'pending', text: 'Changing to 200°, by bert…' });
  });

  for (const cause of ['connection', 'thing']) {
    it(`leaves the ${cause} to those who tell of it, and keeps the older trouble`, () => {
      const fact = { ...good, quality: 'stale', reason: 'worker left', cause };
      const troubled = { ...fact, property: { ...good.property, quality: 'stale', reason: 'slow sensor' } };

      assert.equal(note({ fact }).kind, 'none');
      assert.equal(note({ fact: troubled }).text, 'Stale: slow sensor');
    });
  }
});
