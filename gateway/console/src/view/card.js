import { html, nothing } from 'lit-html';
import { errorText, kwargsText, timeText } from '../model/format.js';
import { noteOf } from '../model/note.js';
import { actionBlock, progressLine } from './actions.js';
import { sparkline, WIDGETS } from './widgets.js';

/** Events shown; the rest is in the history of the gateway. */
const EVENTS_SHOWN = 4;

const STATUS_WORDS = { online: 'Online', degraded: 'Degraded', offline: 'Offline', lost: 'No connection', unknown: 'Unknown' };

/**
 * One Thing, drawn from its plan alone.
 *
 * @param {object} page {store, controls, now}
 */
export function card(page, thing) {
  const status = page.store.statusOf(thing);
  const reason = status.value === 'lost' ? thing.status.reason : status.reason; // so that the card does not shrink
  const heading = `${thing.uri}.`;
  return html`
    <article class="card" data-thing=${thing.uri} data-status=${status.value} aria-labelledby=${heading}>
      <header>
        <h2 id=${heading}>${thing.plan?.title ?? thing.name}</h2>
        <span class="pill" data-state=${status.value}>${STATUS_WORDS[status.value]}</span>
      </header>
      ${thing.plan?.description ? html`<p class="text">${thing.plan.description}</p>` : nothing}
      ${reason ? html`<p class="status-reason" data-status-reason>${reason}</p>` : nothing}
      ${thing.plan ? body(page, thing, status) : undescribed(thing, status)}
    </article>
  `;
}

function undescribed(thing, status) {
  if (thing.describeError) {
    return html`<p class="note error">This device does not describe itself: ${errorText(thing.describeError).message}</p>`;
  }
  if (status.value === 'offline' && !status.isReachable) return html`<p class="text">Its properties appear when it comes online.</p>`;
  return html`<div class="skeleton" aria-hidden="true"></div>`;
}

function body(page, thing, status) {
  const context = {
    ...page,
    thing,
    isEnabled: status.isReachable,
    slotActions: thing.plan.actions.filter((action) => action.place === 'slots'),
  };
  const first = thing.plan.properties.find((plan) => plan.isPrimary && isLarge(plan));
  return html`
    ${first ? property(context, first) : nothing}
    <div class="rows">
      ${thing.plan.properties.filter((plan) => plan !== first).map((plan) => property(context, plan))}
    </div>
    ${actions(context)} ${events(context)}
  `;
}

function isLarge(plan) {
  return plan.widget === 'gauge' || plan.widget === 'knob';
}

function property(context, plan) {
  const { store, thing, controls, now } = context;
  const fact = store.factOf(thing, plan.name);
  const setter = plan.isWritable ? controls.setter(thing, plan) : null;
  const gesture = plan.widget === 'knob' ? controls.gesture(thing, plan) : null;
  const told = noteOf({ plan, fact, setter, now, ageMillis: (iso, at) => store.ageMillis(iso, at) });
  const note = noteLine(told, setter);
  const own = { ...context, plan, fact, setter, gesture, note };
  return html`
    <div class="prop as-${plan.widget} ${plan.isWritable ? 'writable' : ''}" data-property=${plan.name}
      data-value=${dataValue(fact.value)} data-quality=${fact.quality} data-desired=${dataValue(fact.property?.desired)}
      data-pending=${Boolean(setter?.isBusy || fact.property?.pending)} data-seq=${fact.property?.seq ?? nothing}>
      ${plan.widget === 'knob' ? html`<p class="label">${plan.title}</p>` : nothing} ${WIDGETS[plan.widget](own)}
      ${plan.widget === 'gauge' ? html`${sparkline(own)} ${note}` : nothing}
      ${plan.widget === 'knob' ? knobFoot(own) : nothing}
    </div>
  `;
}

function noteLine({ kind, text }, setter) {
  if (kind === 'none') return nothing;
  if (kind !== 'error') return html`<p class="note ${kind}" data-note=${kind}>${text}</p>`;
  return html`<p class="note error" role="alert" data-error>
    ${text}
    <button type="button" class="dismiss" aria-label="Dismiss" @click=${() => setter.dismissError()}>×</button>
  </p>`;
}

/** The note of a knob beside its Stop, which cancels our own call and runs the Thing's `stop`, where it has one. */
function knobFoot({ thing, controls, setter, gesture, note, isEnabled }) {
  const { stop } = thing.plan;
  const run = stop === null ? null : controls.run(thing, stop);
  const onClick = () => {
    gesture.cancel();
    setter.stop();
    run?.run(null); // also ends what others started
  };
  return html`
    <div class="knob-foot">
      <div>${note === nothing ? html`<p class="note hint">Hold, then turn</p>` : note}
        ${run?.error ? progressLine(run, stop) : nothing}</div>
      <button type="button" class="stop" data-action="stop" ?disabled=${!isEnabled || (!run && !setter.isBusy)}
        @click=${onClick}><span class="square" aria-hidden="true"></span>Stop</button>
    </div>
  `;
}

function actions(context) {
  const shown = context.thing.plan.actions.filter(({ place }) => place !== 'control' && place !== 'slots');
  if (shown.length === 0) return nothing;
  return html`<div class="actions">${shown.map((action) => actionBlock(context, action))}</div>`;
}

function events({ thing, now }) {
  if (thing.plan.events.length === 0) return nothing;
  const titles = new Map(thing.plan.events.map((event) => [event.name, event.title]));
  return html`
    <section class="events" aria-label="Latest events">
      <h3>Latest events</h3>
      ${thing.events.length === 0
        ? html`<p class="nothing">None since this page was opened</p>`
        : html`<ol data-events>
            ${thing.events.slice(0, EVENTS_SHOWN).map(
              (event) => html`<li data-event=${event.name} ?data-late=${event.isLate}>
                <time datetime=${event.time}>${timeText(event.time, now)}</time>
                <span><b>${titles.get(event.name)}</b> ${kwargsText(event.data)}
                  ${event.isLate ? html`<i title="It waited until the line was back">late</i>` : nothing}</span>
              </li>`,
            )}
          </ol>`}
    </section>
  `;
}

function dataValue(value) {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
