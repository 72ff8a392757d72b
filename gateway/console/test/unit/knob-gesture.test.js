import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { HOLD_MILLIS, keyValue, KnobGesture } from '../../src/control/knob-gesture.js';
import { FakeClock } from './fakes.js';

const PLAN = { unit: 'deg', minimum: 0, maximum: 270, step: 1 };

function at(degrees, radius = 80) {
  const radians = (degrees * Math.PI) / 180;
  return { pointerId: 1, dx: radius * Math.sin(radians), dy: -radius * Math.cos(radians) };
}

describe('KnobGesture', () => {
  let clock, gesture, values;

  beforeEach(() => {
    clock = new FakeClock();
    values = [];
    gesture = new KnobGesture({ clock, onValue: (value) => values.push(value), onChange() {} });
  });

  it('follows the angle travelled, not the place touched', () => {
    gesture.down({ ...at(90), pointerType: 'mouse' }, PLAN, 100);
    gesture.move(at(120), PLAN);

    assert.deepEqual(values, [130]);
    assert.equal(gesture.value, 130);
  });

  it('passes on every value on the way and ends when let go', () => {
    gesture.down({ ...at(0), pointerType: 'mouse' }, PLAN, 100);
    gesture.move(at(10), PLAN);
    gesture.move(at(20), PLAN);
    gesture.up(at(20));

    assert.deepEqual(values, [110, 120]);
    assert.equal(gesture.value, undefined);
  });

  it('sets nothing when pressed without turning', () => {
    gesture.down({ ...at(0), pointerType: 'mouse' }, PLAN, 100);
    gesture.up(at(0));

    assert.deepEqual(values, []);
  });

  it('stops at the ends instead of wrapping round', () => {
    gesture.down({ ...at(0), pointerType: 'mouse' }, PLAN, 260);
    for (let degrees = 5; degrees <= 100; degrees += 5) gesture.move(at(degrees), PLAN);
    assert.equal(gesture.value, 270);

    gesture.move(at(95), PLAN);

    assert.equal(gesture.value, 265);
  });

  it('does not turn for a finger that scrolls', async () => {
    gesture.down({ ...at(0), pointerType: 'touch' }, PLAN, 100);
    gesture.move(at(30), PLAN);
    await clock.advance(HOLD_MILLIS);
    gesture.move(at(60), PLAN);

    assert.deepEqual(values, []);
    assert.equal(gesture.isTurning, false);
  });

  it('turns for a finger that rests first', async () => {
    gesture.down({ ...at(0), pointerType: 'touch' }, PLAN, 100);
    assert.equal(gesture.isTurning, false);
    await clock.advance(HOLD_MILLIS);
    assert.equal(gesture.isTurning, true);

    gesture.move(at(15), PLAN);

    assert.deepEqual(values, [115]);
  });

  it('listens to one finger only', () => {
    gesture.down({ ...at(0), pointerType: 'mouse' }, PLAN, 100);
    gesture.move({ ...at(50), pointerId: 2 }, PLAN);

    assert.deepEqual(values, []);
  });

  it('ignores the middle, where directions are noise', () => {
    gesture.down({ ...at(0), pointerType: 'mouse' }, PLAN, 100);
    gesture.move(at(180, 5), PLAN);

    assert.deepEqual(values, []);
  });

  it('forgets a gesture the browser takes away', () => {
    gesture.down({ ...at(0), pointerType: 'mouse' }, PLAN, 100);
    gesture.cancel();
    gesture.move(at(40), PLAN);

    assert.deepEqual(values, []);
  });
});

describe('keyValue', () => {
  const cases = [
    ['ArrowUp', 101],
    ['ArrowRight', 101],
    ['ArrowDown', 99],
    ['ArrowLeft', 99],
    ['PageUp', 127],
    ['PageDown', 73],
    ['Home', 0],
    ['End', 270],
    ['a', undefined],
  ];
  for (const [key, expected] of cases) {
    it(`${key} leads from 100 to ${expected}`, () => assert.equal(keyValue(key, 100, PLAN), expected));
  }

  it('stays inside the range', () => {
    assert.equal(keyValue('PageUp', 260, PLAN), 270);
    assert.equal(keyValue('ArrowDown', 0, PLAN), 0);
  });
});
