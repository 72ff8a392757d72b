import { html, nothing } from 'lit-html';
import { ageText } from '../model/format.js';
import { lineText } from '../model/lines.js';
import { missedText } from '../model/missed.js';

const PHASE_WORDS = { idle: 'Signed out', connecting: 'Connecting…', open: 'Connected', waiting: 'Disconnected', refused: 'Signed out' };

/** The bar at the top: whose console this is, how it is connected, who is signed in. */
export function bar({ title, phase, authid, onSignOut }) {
  return html`
    <svg class="brand" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M5 8h7l8 16h7M5 24h7l2.5-5M17.5 13 20 8h7"></path>
      <circle cx="5" cy="8" r="2.5"></circle><circle cx="5" cy="24" r="2.5"></circle>
      <circle cx="27" cy="8" r="2.5"></circle><circle cx="27" cy="24" r="2.5"></circle>
    </svg>
    <h1>${title}</h1>
    <span class="pill connection" data-state=${phase}>${PHASE_WORDS[phase]}</span>
    ${authid
      ? html`<span class="who" title="Signed in as ${authid}">${authid}</span>
          <button type="button" class="plain" data-sign-out @click=${onSignOut}>Sign out</button>`
      : nothing}
  `;
}

/** Lies over the bar while there is no connection, so that nothing below moves. The countdown is not read out. */
export function banner({ state, now, onRetry }) {
  const isShown = state.phase === 'waiting' || (state.phase === 'connecting' && state.reason);
  if (!isShown) return nothing;
  const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
  return html`
    <div class="banner" data-banner>
      <span role="alert"><b>Connection lost.</b> <span data-banner-reason>${state.reason}</span></span>
      <span class="countdown" aria-hidden="true">
        ${state.phase === 'waiting' ? `Trying again in ${seconds}\u202fs` : 'Trying again…'}
      </span>
      <button type="button" data-retry ?disabled=${state.phase !== 'waiting'} @click=${onRetry}>Try now</button>
    </div>
  `;
}

/** A strip for each line to another router that is down, or has just come back. */
export function strips(lines, ageMillis) {
  return lines.map((line) => {
    const { heading, text } = lineText(line, ageText, ageMillis);
    return html`
      <p class="strip" data-line=${line.uri} data-line-state=${line.state} data-line-backlog=${line.backlog}
        data-line-late=${line.late}><b>${heading}</b> <span data-line-text>${text}</span></p>
    `;
  });
}

/** Says for a while that the gateway had to leave something out, and how much. */
export function missedStrip(missed) {
  if (missed === null) return nothing;
  const { heading, text } = missedText(missed);
  return html`<p class="strip quiet" data-missed=${missed.replaced + missed.dropped}><b>${heading}</b> ${text}</p>`;
}

/** Name and ticket, and whether this browser is to be remembered; what went wrong stands above the button. */
export function signIn({ title, error, isBusy, authid, canStay, onSubmit }) {
  const submit = (event) => {
    event.preventDefault();
    const { elements } = event.target;
    onSubmit(elements.authid.value.trim(), elements.ticket.value, elements.stay?.checked === true);
  };
  return html`
    <form class="sign-in" data-sign-in @submit=${submit}>
      <h2>Sign in to ${title}</h2>
      <label>Name<input name="authid" autocomplete="username" autocapitalize="none" spellcheck="false" required
        .value=${authid ?? ''} /></label>
      <label>Ticket<input name="ticket" type="password" autocomplete="current-password" required /></label>
      ${canStay ? html`<label class="check"><input name="stay" type="checkbox" />Stay signed in on this browser</label>` : nothing}
      <p class="note error" role="alert" data-error>${error ?? ''}</p>
      <button type="submit" ?disabled=${isBusy}>${isBusy ? 'Signing in…' : 'Sign in'}</button>
    </form>
  `;
}

/** What stands in place of the cards while there are none. */
export function empty(text) {
  return html`<p class="empty" data-empty>${text}</p>`;
}
