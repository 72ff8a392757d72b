/** How values, units, times and errors are written. */

const UNITS = { Cel: '°C', deg: '°', '%': '%', s: 's', '1': '' };

export function unitText(unit) {
  return UNITS[unit] ?? unit;
}

/** The degree sign stands close to the number, other units after a thin space. */
export function unitGap(unit) {
  return unit === 'deg' || unit === '%' || unit === '' ? '' : '\u202f';
}

/** A number with the decimals its step needs, at most three; "–" for nothing. */
export function numberText(value, step) {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '–';
  const decimals = step ? decimalsOf(step) : Math.abs(value) >= 100 ? 0 : 1;
  const text = value.toFixed(decimals);
  const trimmed = step || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
  return trimmed.replace(/^-(?=[0.]*$)/, '').replace(/^-/, '−');
}

function decimalsOf(step) {
  for (let decimals = 0; decimals < 3; decimals++) {
    if (Math.abs(Math.round(step * 10 ** decimals) - step * 10 ** decimals) < 1e-9) return decimals;
  }
  return 3;
}

/** Any value of a property in words. */
export function valueText(value, plan) {
  if (value === null || value === undefined) return '–';
  const choice = plan.choices?.find((one) => one.value === value);
  if (choice) return choice.label;
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (typeof value === 'number') return numberText(value, plan.step) + unitGap(plan.unit) + unitText(plan.unit);
  if (typeof value === 'string') return value;
  return JSON.stringify(value);
}

/** {bottles: 7, released: true} as "bottles 7 · released". */
export function kwargsText(kwargs) {
  return Object.entries(kwargs)
    .filter(([, value]) => value !== null && value !== false && value !== '')
    .map(([name, value]) => entryText(name, value))
    .join(' · ');
}

const SPEAKS_FOR_ITSELF = new Set(['phase', 'state', 'message', 'result', 'reason']);

function entryText(name, value) {
  if (value === true) return wordsOf(name);
  const text = typeof value === 'number' ? numberText(value) : typeof value === 'string' ? value : JSON.stringify(value);
  return SPEAKS_FOR_ITSELF.has(name) ? text : `${wordsOf(name)} ${text}`;
}

function wordsOf(name) {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/_/g, ' ').toLowerCase();
}

/** "12 s", "3 min", "2 h", "4 days": one unit is enough to judge an age. */
export function ageText(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 90) return `${seconds}\u202fs`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)}\u202fmin`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)}\u202fh`;
  return `${Math.round(seconds / 86_400)}\u202fdays`;
}

/** The time of day of an ISO-8601 instant in the person's zone, with the date when it is not today. */
export function timeText(iso, now) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const time = date.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  const isToday = date.toDateString() === new Date(now).toDateString();
  return isToday ? time : `${date.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })} ${time}`;
}

const HEADINGS = {
  'wamp.error.invalid_argument': 'Refused',
  'wamp.error.not_authorized': 'Not permitted',
  'wamp.error.no_such_procedure': 'Not available',
  'wamp.error.timeout': 'No answer in time',
  'junctor.error.interlock': 'Interlocked',
  'junctor.error.stalled': 'Stalled',
  'junctor.error.unavailable': 'Device unavailable',
  'junctor.error.limit': 'Limit reached',
};

/** @returns {{heading: string, message: string}} message is empty when the device gave no words of its own */
export function errorText(error) {
  const heading = HEADINGS[error.uri] ?? 'Failed';
  const message = error.message === error.uri ? (HEADINGS[error.uri] ? '' : (error.uri ?? '')) : error.message;
  return { heading, message };
}
