import { wampError } from './router.js';

// Invented devices that keep the Thing contract: enough behaviour to look at every widget and every state of it.

const STEP_MILLIS = 50;

/** A Thing whose properties publish themselves when they change. */
export class DevThing {
  #router;
  #seq = 0;
  #facts = new Map();

  constructor(router, uri, description) {
    this.#router = router;
    this.uri = uri;
    router.register(`${uri}.describe`, async () => ({ args: [{ id: `urn:wamp:${uri}`, ...description }] }));
    this.units = Object.fromEntries(Object.entries(description.properties).map(([name, one]) => [name, one.unit]));
  }

  status(value, reason) {
    this.#router.publish(`${this.uri}.status`, { value, reason, time: now() }, { retain: true });
  }

  /** Changes some facts of a property and tells them. */
  tell(name, facts) {
    const fact = { quality: 'good', ...this.#facts.get(name), ...facts, time: now(), seq: ++this.#seq };
    if (this.units[name]) fact.unit = this.units[name];
    if (fact.quality === 'good') delete fact.reason;
    this.#facts.set(name, fact);
    this.#router.publish(`${this.uri}.${name}`, fact, { retain: true });
    return fact;
  }

  fact(name) {
    return this.#facts.get(name);
  }

  event(name, data) {
    this.#router.publish(`${this.uri}.${name}`, { ...data, time: now() });
  }

  on(member, handler) {
    this.#router.register(`${this.uri}.${member}`, handler);
  }

  leave() {
    this.#router.unregister(`${this.uri}.`);
    this.status('offline', 'worker left');
  }
}

export function fridge(router, site) {
  const thing = new DevThing(router, `${site}.fridge`, {
    title: 'Fridge',
    description: 'Bottle fridge in the canteen',
    properties: {
      level: { title: 'Fill level', type: 'number', unit: '%', minimum: 0, maximum: 100, multipleOf: 0.1, readOnly: true, observable: true, 'junctor:role': 'primary' },
      distance: { title: 'Distance', type: 'number', unit: 'mm', minimum: 30, maximum: 600, multipleOf: 1, readOnly: true, observable: true },
      temperature: { title: 'Temperature', type: 'number', unit: 'Cel', readOnly: true, observable: true },
      slots: { title: 'Slots', type: 'array', items: { type: 'boolean' }, readOnly: true, observable: true },
      bottles: { title: 'Bottles', type: 'integer', minimum: 0, maximum: 8, readOnly: true, observable: true },
      door: { title: 'Door', type: 'boolean', readOnly: true, observable: true, oneOf: [{ const: true, title: 'Open' }, { const: false, title: 'Closed' }] },
      compressor: { title: 'Compressor', type: 'boolean', observable: true, 'junctor:safeValue': false, 'junctor:settleTime': 1 },
    },
    actions: {
      dispense: { title: 'Dispense', input: { type: 'object', properties: { slot: { type: 'integer', minimum: 1, maximum: 8 } }, required: ['slot'] } },
    },
    events: { lowLevel: { title: 'Low level' }, dispensed: { title: 'Dispensed' } },
  });
  let slots = [true, true, true, false, true, true, false, true];
  thing.tell('level', { value: 62.4 });
  thing.tell('distance', { value: 244 });
  thing.tell('temperature', { value: 4.5 });
  thing.tell('slots', { value: slots });
  thing.tell('bottles', { value: slots.filter(Boolean).length });
  thing.tell('door', { value: false });
  thing.tell('compressor', { value: true, desired: true, pending: null });
  thing.status('online');

  let offAt = -Infinity;
  const minimumOffMillis = 4_000;
  thing.on('compressor.set', async ({ args: [value], authid }) => {
    if (typeof value !== 'boolean') throw wampError('wamp.error.invalid_argument', `compressor: got ${value}, wanted true or false`);
    const restMillis = offAt + minimumOffMillis - Date.now();
    if (value && restMillis > 0) {
      throw wampError('junctor.error.interlock', `minimum off-time: ${Math.ceil(restMillis / 1000)} s to go`);
    }
    thing.tell('compressor', { desired: value, pending: { since: now(), by: authid } });
    await sleep(400);
    if (!value) offAt = Date.now();
    return thing.tell('compressor', { value, desired: value, pending: null });
  });
  thing.on('dispense', async ({ kwargs: { slot }, progress }) => {
    if (!slots[slot - 1]) throw wampError('wamp.error.invalid_argument', `slot ${slot} is empty`);
    progress({ phase: 'pulsing' });
    await sleep(300);
    progress({ phase: 'released' });
    await sleep(200);
    slots = slots.with ? slots.with(slot - 1, false) : slots.map((full, index) => full && index !== slot - 1);
    thing.tell('slots', { value: slots });
    thing.tell('bottles', { value: slots.filter(Boolean).length });
    thing.event('dispensed', { slot });
    return { remaining: slots.filter(Boolean).length };
  });
  return thing;
}

/** A motor with a speed: the newest target wins, CANCEL and a leaving caller stop it, it stalls when told to. */
export function knob(router, site, { degreesPerSecond = 120 } = {}) {
  const thing = new DevThing(router, `${site}.knob`, {
    title: 'Mixing knob',
    description: 'Motorized valve knob, 270° travel',
    properties: {
      position: { title: 'Position', type: 'number', unit: 'deg', minimum: 0, maximum: 270, multipleOf: 1, observable: true, 'junctor:role': 'primary', 'junctor:settleTime': 4 },
      moving: { title: 'Moving', type: 'boolean', readOnly: true, observable: true, oneOf: [{ const: true, title: 'Moving' }, { const: false, title: 'At rest' }] },
    },
    actions: { stop: { title: 'Stop' } },
    events: { stall: { title: 'Stalled' } },
  });
  thing.isStalled = false;
  thing.tell('position', { value: 87, desired: 87, pending: null });
  thing.tell('moving', { value: false });
  thing.status('online');
  let motion = null;

  thing.on('position.set', async ({ args: [value], progress, signal, authid }) => {
    if (typeof value !== 'number' || value < 0 || value > 270) {
      throw wampError('wamp.error.invalid_argument', `position: got ${value}, wanted 0..270`);
    }
    motion?.abort('superseded');
    const own = new AbortController();
    motion = own;
    progress(thing.tell('position', { desired: value, pending: { since: now(), by: authid } }));
    thing.tell('moving', { value: true });
    try {
      for (;;) {
        await sleep(STEP_MILLIS);
        if (own.signal.aborted || signal.aborted) throw endOf(own.signal.reason ?? signal.reason);
        if (thing.isStalled) throw stalled(thing);
        const at = thing.fact('position').value;
        const step = Math.min((degreesPerSecond * STEP_MILLIS) / 1000, Math.abs(value - at));
        const next = Math.round((at + Math.sign(value - at) * step) * 10) / 10;
        if (next === value) return thing.tell('position', { value, desired: value, pending: null });
        progress(thing.tell('position', { value: next }));
      }
    } finally {
      if (motion === own) {
        motion = null;
        const { value: at } = thing.fact('position');
        if (thing.fact('position').pending) thing.tell('position', { desired: at, pending: null });
        thing.tell('moving', { value: false });
      }
    }
  });
  thing.on('stop', async () => {
    motion?.abort('cancelled');
    return {};
  });
  return thing;
}

function endOf(reason) {
  if (reason === 'superseded') return wampError('junctor.error.superseded', 'a newer target replaced this one');
  return wampError('wamp.error.canceled', 'stopped');
}

function stalled(thing) {
  const { value } = thing.fact('position');
  thing.event('stall', { position: value });
  return wampError('junctor.error.stalled', `no movement at ${value}°`, { position: value });
}

/** Every widget that the fridge and the knob leave out, and the less happy states. */
export function bench(router, site) {
  const thing = new DevThing(router, `${site}.bench`, {
    title: 'Test bench',
    properties: {
      speed: { title: 'Speed', type: 'integer', unit: 'rpm', minimum: 0, maximum: 3000, multipleOf: 50, observable: true },
      mode: { title: 'Mode', type: 'string', enum: ['manual', 'automatic', 'service'], observable: true },
      label: { title: 'Label', type: 'string', observable: true },
      pressure: { title: 'Pressure', type: 'number', unit: 'bar', minimum: 0, maximum: 10, readOnly: true, observable: true },
      lamp: { title: 'Lamp', type: 'boolean', observable: true },
      serial: { title: 'Serial number', type: 'string', readOnly: true },
      vibration: { title: 'Vibration', type: 'number', unit: 'mm/s', readOnly: true, observable: true },
    },
    actions: {
      home: { title: 'Go home' },
      run: { title: 'Run', input: { type: 'object', properties: { program: { type: 'string', enum: ['rinse', 'press', 'cure'] } } } },
      calibrate: {
        title: 'Calibrate',
        input: { type: 'object', properties: { reference: { title: 'Reference', type: 'number', minimum: 0, maximum: 10, default: 5 }, isQuick: { title: 'Quick', type: 'boolean' } }, required: ['reference'] },
      },
    },
    events: {},
  });
  thing.tell('speed', { value: 1200, desired: 1200, pending: null });
  thing.tell('mode', { value: 'manual', desired: 'manual', pending: null });
  thing.tell('label', { value: 'Line 3', desired: 'Line 3', pending: null });
  thing.tell('pressure', { value: 6.2, quality: 'stale', reason: 'no answer from the sensor for 12 s' });
  thing.tell('lamp', { value: null, desired: null, pending: null });
  thing.tell('serial', { value: 'JB-2041' });
  thing.tell('vibration', { value: null, quality: 'failed', reason: 'open input at channel 2' });
  thing.status('degraded', 'Sensor bus answers irregularly');
  for (const name of ['speed', 'mode', 'label', 'lamp']) {
    thing.on(`${name}.set`, async ({ args: [value] }) => {
      await sleep(250);
      return thing.tell(name, { value, desired: value, pending: null });
    });
  }
  thing.on('home', async ({ progress, signal }) => {
    for (let step = 1; step <= 20; step++) {
      if (signal.aborted) throw wampError('wamp.error.canceled', 'stopped');
      progress({ phase: 'homing', step });
      await sleep(200);
    }
    return {};
  });
  thing.on('run', async ({ kwargs }) => ({ program: kwargs.program }));
  thing.on('calibrate', async ({ kwargs }) => ({ offset: Math.round((kwargs.reference - 5.1) * 100) / 100 }));
  return thing;
}

/** Lets the level fall and the temperature breathe until the returned function is called. */
export function live(thing) {
  let tick = 0;
  const timer = setInterval(() => {
    tick++;
    const level = Math.max(5, 62.4 - tick * 0.15 + Math.sin(tick / 3));
    thing.tell('level', { value: Math.round(level * 10) / 10 });
    thing.tell('distance', { value: Math.round(600 - level * 5.7) });
    thing.tell('temperature', { value: Math.round((4.5 + Math.sin(tick / 7)) * 100) / 100 });
    if (tick % 60 === 30) thing.event('lowLevel', { level: Math.round(level) });
  }, 500);
  return () => clearInterval(timer);
}

function sleep(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}

function now() {
  return new Date().toISOString();
}
