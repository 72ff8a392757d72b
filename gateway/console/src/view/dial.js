import { html, nothing, svg } from 'lit-html';
import { numberText, unitText, unitGap, valueText } from '../model/format.js';
import { angleOf, arc, dialOf, pointAt } from '../model/geometry.js';
import { keyValue } from '../control/knob-gesture.js';
import { cssVars } from './css-vars.js';

const RADIUS = 86;

/** The large read-only arc with the number inside. */
export function gauge({ plan, fact }) {
  const label = `${plan.title}: ${valueText(fact.value, plan)}`;
  return html`
    <div class="dial gauge" role="meter" aria-label=${plan.title} aria-valuemin=${plan.minimum}
      aria-valuemax=${plan.maximum} aria-valuenow=${fact.value ?? nothing} aria-valuetext=${label}>
      <svg viewBox="0 0 200 176" aria-hidden="true">
        ${track(plan)} ${fill(plan, fact.value)} ${ends(plan)} ${reading(plan, fact.value, plan.title)}
      </svg>
    </div>
  `;
}

/**
 * The knob: the inner dial and the filled arc show where the device is (read-back), the thumb on the ring where it is
 * asked to go.
 *
 * A touch that cannot be cancelled belongs to a scroll already under way (a finger that halts it) and turns nothing.
 */
export function knob({ plan, fact, setter, gesture, isEnabled }) {
  const actual = fact.value;
  const pending = fact.property?.pending ? fact.property.desired : null;
  const asked = gesture.value ?? setter.target ?? pending ?? actual;
  const target = typeof asked === 'number' ? asked : plan.minimum;
  const isMoving = typeof actual === 'number' && Math.abs(target - actual) > (plan.step ?? 0);
  const spoken = isMoving
    ? `target ${valueText(target, plan)}, now at ${valueText(actual, plan)}`
    : valueText(actual, plan);
  return html`
    <div class="dial knob ${gesture.isTurning ? 'turning' : ''} ${isMoving ? 'moving' : ''}" data-control="knob"
      role="slider" tabindex="0" aria-label=${plan.title} aria-valuemin=${plan.minimum} aria-valuemax=${plan.maximum}
      aria-valuenow=${target} aria-valuetext=${spoken} aria-disabled=${!isEnabled} data-target=${target}
      ${cssVars({ actual: `${angleOf(actual ?? plan.minimum, plan)}deg`, target: `${angleOf(target, plan)}deg` })}
      @keydown=${(event) => onKey(event, { plan, setter, target, isEnabled })}
      @wheel=${{ handleEvent: (event) => onWheel(event, { plan, setter, target, isEnabled }), passive: false }}
      @pointerdown=${(event) => onDown(event, { plan, gesture, target, isEnabled })}
      @pointermove=${(event) => gesture.move(pointer(event), plan)}
      @pointerup=${(event) => gesture.up(pointer(event))}
      @pointercancel=${() => gesture.cancel()}
      @touchstart=${{ handleEvent: (event) => event.cancelable || gesture.cancel(), passive: true }}
      @touchmove=${{ handleEvent: (event) => gesture.isTurning && event.preventDefault(), passive: false }}
      @contextmenu=${(event) => event.preventDefault()}>
      <svg viewBox="0 0 200 192" aria-hidden="true">
        ${track(plan)} ${ticks(plan)} ${reach(plan, actual, target)} ${fill(plan, actual)}
        <circle class="cap" cx="100" cy="100" r="62"></circle>
        <line class="pointer" x1="100" y1="43" x2="100" y2="49"></line>
        <circle class="thumb" cx="100" cy=${100 - RADIUS} r="10"></circle>
        ${ends(plan)} ${reading(plan, actual, isMoving ? `→ ${valueText(target, plan)}` : nothing)}
      </svg>
    </div>
  `;
}

function track(plan) {
  const { start, sweep } = dialOf(plan);
  return svg`<path class="track" d=${arc(start, start + sweep, RADIUS)}></path>`;
}

/** The same arc as the track, drawn only as far as the value: its length is animated by the stylesheet. */
function fill(plan, value) {
  const { start, sweep } = dialOf(plan);
  const part = typeof value === 'number' ? ((angleOf(value, plan) - start) / sweep) * 100 : 0;
  return svg`<path class="fill ${part === 0 ? 'empty' : ''}" pathLength="100" d=${arc(start, start + sweep, RADIUS)}
    ${cssVars({ fill: part })}></path>`;
}

/** The way still to go, between read-back and target. */
function reach(plan, actual, target) {
  if (typeof actual !== 'number') return nothing;
  const from = angleOf(Math.min(actual, target), plan);
  const to = angleOf(Math.max(actual, target), plan);
  return svg`<path class="reach" d=${to - from < 0.5 ? '' : arc(from, to, RADIUS)}></path>`;
}

function ticks(plan) {
  const { start, sweep } = dialOf(plan);
  const count = Math.round(sweep / 27);
  return Array.from({ length: count + 1 }, (_, index) => {
    const angle = start + (sweep * index) / count;
    const [x1, y1] = pointAt(angle, 76);
    const [x2, y2] = pointAt(angle, index % 5 === 0 ? 69 : 72);
    return svg`<line class="tick" x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>`;
  });
}

function ends(plan) {
  const { start, sweep } = dialOf(plan);
  const [x1, y1] = pointAt(start, RADIUS);
  const [x2] = pointAt(start + sweep, RADIUS);
  return svg`
    <text class="end" x=${x1} y=${y1 + 20}>${numberText(plan.minimum)}</text>
    <text class="end" x=${x2} y=${y1 + 20}>${numberText(plan.maximum)}</text>
  `;
}

function reading(plan, value, below) {
  return svg`
    <text class="reading" x="100" y="108">
      ${numberText(value, plan.step)}<tspan class=${plan.unit === 'deg' ? 'degree' : 'unit'}>${unitGap(plan.unit)}${unitText(plan.unit)}</tspan>
    </text>
    <text class="below" x="100" y="132">${below}</text>
  `;
}

function onDown(event, { plan, gesture, target, isEnabled }) {
  if (!isEnabled || event.button !== 0) return;
  const element = event.currentTarget;
  if (gesture.down(pointer(event), plan, target)) {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
  }
}

/** Drawing follows once a frame: of two keys in one frame the second goes on from where the first led. */
function newest(setter, drawn) {
  return setter.target ?? drawn;
}

function onKey(event, { plan, setter, target, isEnabled }) {
  if (!isEnabled || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Escape') return setter.stop();
  const from = newest(setter, target);
  const value = keyValue(event.key, from, plan);
  if (value === undefined) return;
  event.preventDefault();
  if (value !== from) setter.set(value);
}

/** Only a knob that was chosen (has the focus) turns with the wheel; else the page scrolls. */
function onWheel(event, { plan, setter, target, isEnabled }) {
  if (!isEnabled || document.activeElement !== event.currentTarget || event.deltaY === 0) return;
  event.preventDefault();
  const from = newest(setter, target);
  const value = keyValue(event.deltaY < 0 ? 'ArrowUp' : 'ArrowDown', from, plan);
  if (value !== from) setter.set(value);
}

/** A pointer event as seen from the centre of the dial, which is at 100/200 of its width. */
function pointer(event) {
  const box = event.currentTarget.querySelector('svg').getBoundingClientRect();
  return {
    pointerId: event.pointerId,
    pointerType: event.pointerType,
    dx: event.clientX - (box.left + box.width / 2),
    dy: event.clientY - (box.top + (box.width / 200) * 100),
  };
}
