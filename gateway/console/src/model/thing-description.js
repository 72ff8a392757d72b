/**
 * From a W3C Thing Description to what a card shows. Nothing here knows a device: widgets follow from the schema alone
 * (table in the README).
 *
 * A plan is {title, description, properties: [PropertyPlan], actions: [ActionPlan], events: [EventPlan], stop}.
 */

/** A choice of at most this many values becomes one button each; more become a list to choose from. */
const BUTTONS_MAX = 6;

/** More members than a card can show are a mistake in the description, not a device. */
const MEMBERS_MAX = 100;

/** @param {object} td the description as `describe` answered it; anything missing or odd is survived */
export function planOf(td, fallbackTitle) {
  const actions = entries(td.actions).map(([name, action]) => actionPlan(name, action));
  const stop = actions.find((action) => action.name === 'stop' && action.input === null) ?? null;
  const properties = entries(td.properties).map(([name, property]) => propertyPlan(name, property));
  const slots = properties.find((property) => property.widget === 'slots') ?? null;
  for (const action of actions) action.place = placeOf(action, slots, stop, properties);
  return {
    title: text(td.title) ?? fallbackTitle,
    description: text(td.description) ?? '',
    // the primary property first, the rest in the order of the description
    properties: properties.sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary)),
    actions,
    events: entries(td.events).map(([name, event]) => ({ name, title: text(event.title) ?? humanize(name) })),
    stop,
  };
}

function propertyPlan(name, schema) {
  const isWritable = schema.readOnly !== true;
  const plan = {
    name,
    title: text(schema.title) ?? humanize(name),
    description: text(schema.description) ?? '',
    type: schema.type,
    unit: text(schema.unit) ?? '',
    minimum: number(schema.minimum),
    maximum: number(schema.maximum),
    step: number(schema.multipleOf),
    isWritable,
    isPrimary: schema['junctor:role'] === 'primary',
    settleSeconds: number(schema['junctor:settleTime']),
    choices: choicesOf(schema),
  };
  plan.step ??= defaultStep(plan);
  plan.widget = widgetOf(plan, schema);
  return plan;
}

function widgetOf(plan, schema) {
  const hasRange = plan.minimum !== null && plan.maximum !== null && plan.minimum < plan.maximum;
  switch (plan.type) {
    case 'number':
    case 'integer':
      if (plan.isWritable && plan.choices) return 'choice';
      if (!plan.isWritable) return hasRange ? (plan.isPrimary ? 'gauge' : 'bar') : 'value';
      if (!hasRange) return 'field';
      return plan.unit === 'deg' ? 'knob' : 'slider';
    case 'boolean':
      return plan.isWritable ? 'switch' : 'indicator';
    case 'array':
      return schema.items?.type === 'boolean' && !plan.isWritable ? 'slots' : 'value';
    case 'string':
      if (!plan.isWritable) return 'value';
      return plan.choices ? 'choice' : 'field';
    default:
      return 'value';
  }
}

function actionPlan(name, action) {
  return {
    name,
    title: text(action.title) ?? humanize(name),
    description: text(action.description) ?? '',
    input: inputPlan(action.input),
  };
}

/** null for an action without input; else the fields a person fills in, each like a property's schema. */
function inputPlan(input) {
  const fields = entries(input?.properties).map(([name, schema]) => ({
    ...propertyPlan(name, { ...schema, readOnly: false }),
    isRequired: Array.isArray(input.required) && input.required.includes(name),
    initial: schema.default,
  }));
  return fields.length === 0 ? null : { fields };
}

/** Where an action's buttons are: on the slot row, on the control it stops, one per choice, one, or with a form. */
function placeOf(action, slots, stop, properties) {
  if (action === stop && properties.some((property) => property.widget === 'knob')) return 'control';
  if (action.input === null) return 'button';
  const [first, ...others] = action.input.fields;
  if (others.length > 0) return 'form';
  if (slots && first.name === 'slot' && first.type === 'integer') return 'slots';
  return first.choices && first.choices.length <= BUTTONS_MAX ? 'choices' : 'form';
}

/** [{value, label}] from `enum`, or from `oneOf` with `const` and `title` (which also names the states of a boolean). */
function choicesOf(schema) {
  if (Array.isArray(schema.oneOf) && schema.oneOf.every((one) => one !== null && 'const' in Object(one))) {
    return schema.oneOf.map((one) => ({ value: one.const, label: text(one.title) ?? String(one.const) }));
  }
  return Array.isArray(schema.enum) ? schema.enum.map((value) => ({ value, label: String(value) })) : null;
}

/** Whole units over a wide range, a hundredth of a narrow one. */
function defaultStep({ type, minimum, maximum }) {
  if (type === 'integer') return 1;
  if (type !== 'number' || minimum === null || maximum === null) return null;
  const hundredth = (maximum - minimum) / 100;
  return hundredth >= 1 ? 1 : 10 ** Math.floor(Math.log10(hundredth));
}

/** "lowLevel" and "low_level" as "Low level". */
export function humanize(name) {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function entries(members) {
  if (members === null || typeof members !== 'object') return [];
  return Object.entries(members)
    .filter(([, member]) => member !== null && typeof member === 'object')
    .slice(0, MEMBERS_MAX);
}

function text(value) {
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(value) {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
