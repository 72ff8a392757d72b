import { clamp, direction, snap, turn, valueSpan } from '../model/geometry.js';

/** How long a finger rests on the knob before it turns: longer than a scroll hesitates, shorter than patience. */
export const HOLD_MILLIS = 180;

/** A finger that moved further than this before HOLD_MILLIS wants to scroll. */
const SLOP_PIXELS = 8;

/** Around the centre the direction is noise. */
const DEAD_ZONE_PIXELS = 14;

/**
 * Turning a knob with a pointer: the value follows the angle travelled about the centre, from where it was taken
 * hold of; it never jumps to the finger and never wraps past an end stop.
 *
 * Every value on the way is passed on; which of them are sent, and that the last one is, is the Setter's business.
 *
 * A mouse or pen turns at once, a finger after a short hold, so that scrolling over the knob does not turn a motor.
 */
export class KnobGesture {
  #o;
  #phase = 'idle'; // idle -> pressing (touch) -> turning -> idle
  #at = null; // {dx, dy} from the centre
  #loose = 0; // the value before it is put on the step grid
  #pointer = null;
  #timer;

  /** @param {object} o clock, onValue(value), onChange() */
  constructor(o) {
    this.#o = o;
    /** The value under the finger while turning; undefined otherwise. */
    this.value = undefined;
  }

  get isTurning() {
    return this.#phase === 'turning';
  }

  /** @returns {boolean} true when the pointer should be captured at once */
  down({ pointerId, pointerType, dx, dy }, plan, value) {
    if (this.#phase !== 'idle') return false;
    this.#pointer = pointerId;
    this.#at = { dx, dy };
    this.#loose = value;
    this.#phase = 'pressing';
    if (pointerType !== 'touch') return this.#activate(plan);
    this.#timer = this.#o.clock.setTimeout(() => this.#activate(plan), HOLD_MILLIS);
    return false;
  }

  move({ pointerId, dx, dy }, plan) {
    if (pointerId !== this.#pointer) return;
    if (this.#phase === 'pressing') {
      if (Math.hypot(dx - this.#at.dx, dy - this.#at.dy) > SLOP_PIXELS) this.cancel();
    } else if (this.#phase === 'turning') {
      this.#turnTo({ dx, dy }, plan);
    }
  }

  up({ pointerId }) {
    if (pointerId !== this.#pointer) return;
    this.#idle();
    this.#o.onChange();
  }

  cancel() {
    if (this.#phase === 'idle') return;
    this.#idle();
    this.#o.onChange();
  }

  #activate(plan) {
    this.#phase = 'turning';
    this.value = snap(this.#loose, plan);
    this.#o.onChange();
    return true;
  }

  #turnTo({ dx, dy }, plan) {
    if (Math.hypot(dx, dy) < DEAD_ZONE_PIXELS) return;
    const travelled = turn(direction(this.#at.dx, this.#at.dy), direction(dx, dy));
    this.#at = { dx, dy };
    this.#loose = clamp(this.#loose + valueSpan(travelled, plan), plan);
    const value = snap(this.#loose, plan);
    if (value === this.value) return;
    this.value = value;
    this.#o.onValue(value);
    this.#o.onChange();
  }

  #idle() {
    this.#o.clock.clearTimeout(this.#timer);
    this.#phase = 'idle';
    this.#pointer = null;
    this.value = undefined;
  }
}

/** The value a key asks for, or undefined for other keys. https://www.w3.org/WAI/ARIA/apg/patterns/slider/ */
export function keyValue(key, value, plan) {
  const step = plan.step ?? (plan.maximum - plan.minimum) / 100;
  const page = Math.max(step, snap(plan.minimum + (plan.maximum - plan.minimum) / 10, plan) - plan.minimum);
  const by = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step, PageUp: page, PageDown: -page };
  if (key in by) return snap(value + by[key], plan);
  if (key === 'Home') return plan.minimum;
  if (key === 'End') return plan.maximum;
  return undefined;
}
