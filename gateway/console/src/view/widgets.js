import { html, nothing, svg } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { numberText, unitGap, unitText, valueText } from '../model/format.js';
import { progressLine } from './actions.js';
import { cssVars } from './css-vars.js';
import { gauge, knob } from './dial.js';

/** Six places of a finger's width fit a phone of 360 pixels. */
const SLOTS_PER_ROW_MAX = 6;

/** Widgets by the name that the plan of a property gives them; each takes the context of one property. */
export const WIDGETS = { gauge, knob, bar, value, indicator, slots, switch: toggle, slider, field, choice };

function number(plan, value) {
  return html`<b>${numberText(value, plan.step)}</b
    ><span class="unit">${unitGap(plan.unit)}${unitText(plan.unit)}</span>`;
}

/** The name of a property, and below it the line that tells how it is with it; the row does not grow by that line. */
function title({ plan, thing, note }) {
  return html`
    <span class="names">
      <span class="label" id="${thing.uri}.${plan.name}" title=${plan.description || nothing}>${plan.title}</span>
      ${note}
    </span>
  `;
}

export function sparkline({ plan, fact, now }) {
  const hasRange = plan.minimum !== null && plan.maximum !== null;
  const box = { now, width: 200, height: 28, ...(hasRange ? { minimum: plan.minimum, maximum: plan.maximum } : {}) };
  const path = fact.property?.history?.path(box) ?? '';
  return html`<svg class="spark" viewBox="0 -2 200 32" preserveAspectRatio="none" aria-hidden="true">
    <path d=${path}></path>
  </svg>`;
}

function bar(context) {
  const { plan, fact } = context;
  const part = typeof fact.value === 'number' ? (fact.value - plan.minimum) / (plan.maximum - plan.minimum) : 0;
  const percent = `${Math.round(Math.min(Math.max(part, 0), 1) * 1000) / 10}%`;
  return html`
    <div class="line">${title(context)}<span class="figure">${number(plan, fact.value)}</span></div>
    <svg class="bar" role="meter" aria-labelledby="${context.thing.uri}.${plan.name}" aria-valuemin=${plan.minimum}
      aria-valuemax=${plan.maximum} aria-valuenow=${fact.value ?? nothing}
      aria-valuetext=${valueText(fact.value, plan)}>
      <rect class="track" width="100%" height="100%" rx="3"></rect>
      <rect class="fill" width=${percent} height="100%" rx="3"></rect>
    </svg>
    ${sparkline(context)}
  `;
}

function value(context) {
  const { plan, fact } = context;
  const isNumber = plan.type === 'number' || plan.type === 'integer';
  const shown = isNumber && !plan.choices ? number(plan, fact.value) : html`<b>${valueText(fact.value, plan)}</b>`;
  return html`
    <div class="line">
      ${title(context)}${isNumber ? sparkline(context) : nothing}<span class="figure">${shown}</span>
    </div>
  `;
}

function indicator(context) {
  const { plan, fact } = context;
  const state = fact.value === null ? 'unknown' : fact.value ? 'on' : 'off';
  return html`
    <div class="line">
      ${title(context)}
      <span class="figure"><span class="lamp ${state}"></span><b>${valueText(fact.value, plan)}</b></span>
    </div>
  `;
}

/** A row of places; with an action that takes a `slot`, each place is the button for it. Slots count from 1. */
function slots(context) {
  const { plan, fact, isEnabled, slotActions, thing, controls } = context;
  const places = Array.isArray(fact.value) ? fact.value : [];
  return html`
    <div class="line">
      ${title(context)}
      <span class="figure"><b>${places.filter(Boolean).length}</b><span class="unit">\u202f/\u202f${places.length}</span></span>
    </div>
    ${slotActions.length === 0
      ? html`<div class="slots" ${columns(places)}>${places.map((isFull, index) => slotPlace(isFull, index))}</div>`
      : slotActions.map((action) => {
          const run = controls.run(thing, action);
          return html`
            <div class="slots" role="group" aria-label=${action.title} ${columns(places)}>
              ${places.map((isFull, index) => slotButton({ isFull, index, action, run, isEnabled }))}
            </div>
            ${progressLine(run, action, `${action.title}: press a slot`)}
          `;
        })}
  `;
}

/** Rows of equal length, as few as fit a phone. */
function columns({ length }) {
  return cssVars({ columns: Math.max(1, Math.ceil(length / Math.ceil(length / SLOTS_PER_ROW_MAX))) });
}

function slotPlace(isFull, index) {
  return html`<span class="slot ${isFull ? 'full' : 'empty'}" data-slot=${index + 1}>${index + 1}</span>`;
}

function slotButton({ isFull, index, action, run, isEnabled }) {
  const slot = index + 1;
  const isHere = run.isRunning && run.input?.slot === slot;
  return html`<button type="button" class="slot ${isFull ? 'full' : 'empty'} ${isHere ? 'busy' : ''}"
    data-action=${action.name} data-slot=${slot} data-full=${isFull} ?disabled=${!isEnabled || run.isRunning}
    aria-label="${action.title} slot ${slot}, ${isFull ? 'full' : 'empty'}" title="${action.title} slot ${slot}"
    @click=${() => run.run({ slot })}>${slot}</button>`;
}

/**
 * Shows what the device reports, never what was clicked; while a change is under way the knob of the switch stands in
 * the middle. A device whose state is unknown gets two buttons instead, for there is nothing to toggle.
 */
function toggle(context) {
  const { plan, fact, setter, isEnabled, thing } = context;
  const id = `${thing.uri}.${plan.name}`;
  if (fact.value === null) return twoButtons(context, id);
  const isBusy = setter.isBusy || fact.property?.pending;
  const wanted = setter.target ?? (fact.property?.pending ? fact.property.desired : fact.value);
  return html`
    <div class="line">
      ${title(context)}
      <span class="figure">
        <b>${valueText(fact.value, plan)}</b>
        <button type="button" class="switch ${isBusy ? 'busy' : ''}" role="switch" data-control="switch"
          aria-checked=${fact.value === true} aria-labelledby=${id} aria-busy=${Boolean(isBusy)}
          ?disabled=${!isEnabled} @click=${() => setter.set(wanted !== true)}><span></span></button>
      </span>
    </div>
  `;
}

function twoButtons(context, id) {
  const { plan, setter, isEnabled } = context;
  const button = (wanted) => html`<button type="button" class="small" data-set=${wanted} aria-describedby=${id}
    ?disabled=${!isEnabled} @click=${() => setter.set(wanted)}>${valueText(wanted, plan)}</button>`;
  return html`<div class="line">${title(context)}<span class="figure">${button(false)}${button(true)}</span></div>`;
}

/** Commits when let go. While the device is on its way, the mark below the track is where it is. */
function slider(context) {
  const { plan, fact, setter, isEnabled, thing } = context;
  const shown = setter.target ?? fact.value;
  const isThere = typeof fact.value !== 'number' || fact.value === shown; // the thumb says it already
  const part = isThere ? null : (fact.value - plan.minimum) / (plan.maximum - plan.minimum);
  return html`
    <div class="line">${title(context)}<span class="figure">${number(plan, fact.value)}</span></div>
    <div class="slider">
      <input type="range" data-control="slider" aria-labelledby="${thing.uri}.${plan.name}" min=${plan.minimum}
        max=${plan.maximum} step=${plan.step ?? 'any'} .value=${String(shown ?? plan.minimum)} ?disabled=${!isEnabled}
        aria-valuetext=${valueText(shown, plan)} @change=${(event) => setter.set(Number(event.target.value))} />
      <svg class="mark" aria-hidden="true">
        ${part === null ? nothing : svg`<circle cx="${Math.round(part * 1000) / 10}%" cy="3" r="3"></circle>`}
      </svg>
    </div>
  `;
}

function choice(context) {
  const { plan, fact, setter, isEnabled, thing } = context;
  const shown = setter.target ?? fact.value;
  const options = plan.choices ?? [];
  return html`
    <div class="line">
      ${title(context)}
      <span class="figure">
        <select data-control="choice" aria-labelledby="${thing.uri}.${plan.name}" ?disabled=${!isEnabled}
          @change=${(event) => setter.set(options[event.target.selectedIndex - 1].value)}>
          <option value="" disabled ?selected=${shown === null}>–</option>
          ${options.map(({ value, label }) => html`<option .selected=${live(value === shown)}>${label}</option>`)}
        </select>
      </span>
    </div>
  `;
}

function field(context) {
  const { plan, fact, setter, isEnabled, thing } = context;
  const isText = plan.type === 'string';
  const submit = (event) => {
    event.preventDefault();
    const input = event.target.elements[0];
    if (isText || input.value !== '') setter.set(isText ? input.value : Number(input.value));
  };
  return html`
    <form class="line" @submit=${submit}>
      ${title(context)}
      <span class="figure">
        <b>${valueText(fact.value, plan)}</b>
        <input type=${isText ? 'text' : 'number'} data-control="field" step=${plan.step ?? 'any'}
          min=${plan.minimum ?? nothing} max=${plan.maximum ?? nothing} aria-labelledby="${thing.uri}.${plan.name}"
          ?disabled=${!isEnabled} />
        <button type="submit" class="small" ?disabled=${!isEnabled}>Set</button>
      </span>
    </form>
  `;
}
