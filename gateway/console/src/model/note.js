import { ageText, errorText, valueText } from './format.js';

const QUALITY_WORDS = { stale: 'Stale', failed: 'Failed' };

/** A device that declares no settle time is called slow after this. */
const SETTLE_SECONDS = 5;

/**
 * The one line under a value that tells the truth about it: what went wrong, what is under way, or why not to trust it.
 *
 * @returns {{kind: 'error' | 'pending' | 'quality' | 'none', text: string}}
 */
export function noteOf({ plan, fact, setter, now, ageMillis }) {
  if (setter?.error) {
    const { heading, message } = errorText(setter.error);
    return { kind: 'error', text: message ? `${heading}: ${message}` : heading };
  }
  // banner and card tell of connection and Thing once for all; what was wrong before stays, so that nothing jumps
  const isOwn = fact.cause === 'property' || fact.cause === null;
  const { quality, reason } = isOwn ? fact : (fact.property ?? { quality: 'good' });
  if (quality in QUALITY_WORDS) return qualityNote(quality, reason);
  if (!isOwn) return { kind: 'none', text: '' };
  if (setter?.isBusy) return { kind: 'pending', text: busyText(plan, setter.target, now - setter.since) };
  if (fact.property?.pending) return { kind: 'pending', text: pendingText(plan, fact.property, now, ageMillis) };
  return { kind: 'none', text: '' };
}

function qualityNote(quality, reason) {
  const word = QUALITY_WORDS[quality];
  return { kind: 'quality', text: reason ? `${word}: ${reason}` : word };
}

function busyText(plan, target, sinceMillis) {
  return `Setting ${valueText(target, plan)}${slowText(plan, sinceMillis)}`;
}

function pendingText(plan, { desired, pending }, now, ageMillis) {
  const since = pending.since === undefined ? 0 : ageMillis(pending.since, now);
  const by = pending.by === undefined || pending.by === null ? '' : `, by ${pending.by}`;
  return `Changing to ${valueText(desired, plan)}${by}${slowText(plan, since)}`;
}

function slowText(plan, sinceMillis) {
  const isSlow = sinceMillis > (plan.settleSeconds ?? SETTLE_SECONDS) * 1000;
  return isSlow ? `, for ${ageText(sinceMillis)} now` : '…';
}
