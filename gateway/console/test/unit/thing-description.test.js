import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { humanize, planOf } from '../../src/model/thing-description.js';

const range = { minimum: 0, maximum: 100 };

function widget(schema) {
  return planOf({ properties: { p: schema } }, 't').properties[0].widget;
}

describe('planOf', () => {
  const table = [
    ['gauge', { type: 'number', ...range, readOnly: true, 'junctor:role': 'primary' }],
    ['bar', { type: 'number', ...range, readOnly: true }],
    ['bar', { type: 'integer', ...range, readOnly: true }],
    ['value', { type: 'number', readOnly: true }],
    ['value', { type: 'number', minimum: 5, maximum: 5, readOnly: true }],
    ['knob', { type: 'number', unit: 'deg', minimum: 0, maximum: 270 }],
    ['slider', { type: 'number', ...range }],
    ['slider', { type: 'number', unit: '%', ...range }],
    ['field', { type: 'number', unit: 'deg' }],
    ['choice', { type: 'integer', enum: [1, 2, 4] }],
    ['switch', { type: 'boolean' }],
    ['indicator', { type: 'boolean', readOnly: true }],
    ['slots', { type: 'array', items: { type: 'boolean' }, readOnly: true }],
    ['value', { type: 'array', items: { type: 'number' }, readOnly: true }],
    ['choice', { type: 'string', enum: ['a', 'b'] }],
    ['field', { type: 'string' }],
    ['value', { type: 'string', readOnly: true }],
    ['value', { type: 'object' }],
    ['value', {}],
  ];
  for (const [expected, schema] of table) {
    it(`shows ${JSON.stringify(schema)} as ${expected}`, () => {
      assert.equal(widget(schema), expected);
    });
  }

  it('puts the primary property first and keeps the order of the others', () => {
    const plan = planOf(
      { properties: { a: { type: 'boolean' }, b: { type: 'boolean' }, c: { type: 'number', 'junctor:role': 'primary' } } },
      't',
    );

    assert.deepEqual(plan.properties.map((property) => property.name), ['c', 'a', 'b']);
  });

  it('takes steps from multipleOf, else from type and range', () => {
    const step = (schema) => planOf({ properties: { p: schema } }, 't').properties[0].step;

    assert.equal(step({ type: 'number', ...range, multipleOf: 0.5 }), 0.5);
    assert.equal(step({ type: 'integer', ...range }), 1);
    assert.equal(step({ type: 'number', minimum: 0, maximum: 270 }), 1);
    assert.equal(step({ type: 'number', minimum: 0, maximum: 10 }), 0.1);
    assert.equal(step({ type: 'number' }), null);
  });

  it('names states after oneOf', () => {
    const [door] = planOf(
      { properties: { door: { type: 'boolean', readOnly: true, oneOf: [{ const: true, title: 'Open' }, { const: false, title: 'Closed' }] } } },
      't',
    ).properties;

    assert.deepEqual(door.choices, [{ value: true, label: 'Open' }, { value: false, label: 'Closed' }]);
    assert.equal(door.widget, 'indicator');
  });

  const slots = { slots: { type: 'array', items: { type: 'boolean' }, readOnly: true } };
  const slotInput = { type: 'object', properties: { slot: { type: 'integer' } } };
  const knob = { position: { type: 'number', unit: 'deg', minimum: 0, maximum: 270 } };
  const places = [
    ['slots', slots, 'dispense', slotInput],
    ['form', {}, 'dispense', slotInput],
    ['button', {}, 'reset', undefined],
    ['button', {}, 'reset', { type: 'object', properties: {} }],
    ['control', knob, 'stop', undefined],
    ['button', {}, 'stop', undefined],
    ['choices', {}, 'run', { type: 'object', properties: { program: { enum: ['a', 'b'] } } }],
    ['form', {}, 'run', { type: 'object', properties: { program: { enum: [1, 2, 3, 4, 5, 6, 7] } } }],
    ['form', slots, 'move', { type: 'object', properties: { slot: { type: 'integer' }, to: { type: 'integer' } } }],
  ];
  for (const [expected, properties, name, input] of places) {
    it(`places ${name} ${JSON.stringify(input)} beside ${Object.keys(properties)} as ${expected}`, () => {
      const plan = planOf({ properties, actions: { [name]: { input } } }, 't');

      assert.equal(plan.actions[0].place, expected);
    });
  }

  it('survives a description without anything, and with nonsense', () => {
    assert.equal(planOf({}, 'thing').title, 'thing');
    const plan = planOf({ title: 7, properties: { a: null, b: 'x', c: { type: 'number', minimum: 'low' } }, actions: [], events: null }, 't');

    assert.equal(plan.title, 't');
    assert.deepEqual(plan.properties.map((property) => [property.name, property.widget]), [['c', 'field']]);
  });

  it('makes names readable', () => {
    assert.deepEqual(['lowLevel', 'low_level', 'LEVEL', 'slot'].map(humanize), ['Low level', 'Low level', 'Level', 'Slot']);
  });
});
