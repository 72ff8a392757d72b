/** Angles of dials: degrees, clockwise, 0 at the top. */

/** A dial whose unit is degrees turns on the screen as far as the real one does, if that leaves a gap at the bottom. */
const REAL_SWEEP_MAX = 330;
const SWEEP = 270;

/** @returns {{start: number, sweep: number}} where minimum and maximum stand, symmetrical about the top */
export function dialOf({ minimum, maximum, unit }) {
  const real = maximum - minimum;
  const sweep = unit === 'deg' && real >= 90 && real <= REAL_SWEEP_MAX ? real : SWEEP;
  return { start: -sweep / 2, sweep };
}

export function angleOf(value, plan) {
  const { start, sweep } = dialOf(plan);
  return start + (clamp(value, plan) - plan.minimum) / (plan.maximum - plan.minimum) * sweep;
}

/** How far the value moves when the dial is turned by an angle. */
export function valueSpan(turnedDegrees, plan) {
  return (turnedDegrees / dialOf(plan).sweep) * (plan.maximum - plan.minimum);
}

export function clamp(value, { minimum, maximum }) {
  return Math.min(Math.max(value, minimum), maximum);
}

/** The nearest value the device takes: on the step grid that begins at the minimum, inside the range. */
export function snap(value, plan) {
  const { minimum, step } = plan;
  const stepped = step ? minimum + Math.round((value - minimum) / step) * step : value;
  return Number(clamp(stepped, plan).toFixed(6));
}

/** The shortest turn from one direction to another, -180..180. */
export function turn(from, to) {
  return ((((to - from) % 360) + 540) % 360) - 180;
}

/** The direction of a point seen from the centre. */
export function direction(dx, dy) {
  return (Math.atan2(dx, -dy) * 180) / Math.PI;
}

export function pointAt(angle, radius, centre = 100) {
  const radians = (angle * Math.PI) / 180;
  return [round(centre + radius * Math.sin(radians)), round(centre - radius * Math.cos(radians))];
}

/** The SVG path of a clockwise arc between two angles. */
export function arc(from, to, radius, centre = 100) {
  const [x1, y1] = pointAt(from, radius, centre);
  const [x2, y2] = pointAt(to, radius, centre);
  return `M${x1} ${y1}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${x2} ${y2}`;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
