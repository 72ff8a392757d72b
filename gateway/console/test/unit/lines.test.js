import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { BACK_MILLIS, Lines, lineText } from '../../src/model/lines.js';

const UPLINK = 'com.example.demo.uplink';
const FRIDGE = 'com.example.demo.fridge';
const REMOTE = 'wss://cloud.example.com/ws';

describe('Lines', () => {
  let lines, now;

  beforeEach(() => {
    now = Date.parse('2026-11-23T12:00:00Z');
    lines = new Lines();
  });

  function own(value, backlog, more = {}) {
    lines.onStatus(UPLINK, { value, backlog, remote: REMOTE, since: '2026-11-23T12:00:00Z', ...more }, { now, retained: false });
  }

  function behind(thing, retained = false) {
    lines.onStatus(thing, { value: 'offline', line: UPLINK, reason: 'the line is down' }, { now, retained });
  }

  function record(seq, isLate = true) {
    lines.onRecord({ store: 'a7', epoch: 1, seq }, { now, via: UPLINK, isLate });
  }

  function told() {
    return lines.shown(now).map((line) => {
      const { heading, text } = lineText(line, (millis) => `${millis / 1_000} s`, (iso) => now - Date.parse(iso));
      return `${heading} ${text}`;
    });
  }

  it('says nothing of a line that is up', () => {
    own('online', 0);

    assert.deepEqual(told(), []);
  });

  it('says on its side why it is down and what waits', () => {
    now += 5_000;
    own('offline', 0, { reason: 'switched off' });
    assert.deepEqual(told(), ['The line is down for 5 s, switched off. Nothing waits for it yet.']);

    own('offline', 12, { reason: 'switched off' });

    assert.deepEqual(told(), ['The line is down for 5 s, switched off. 12 events wait on disk and will leave when it is back.']);
  });

  it('says on its side when all that waited has left, for a while', () => {
    own('offline', 12);
    own('online', 7);
    assert.deepEqual(told(), ['The line is back. 7 of the events that waited are still to leave.']);

    own('online', 0);

    assert.deepEqual(told(), ['The line is back. All 12 events that waited arrived.']);
    now += BACK_MILLIS;
    assert.deepEqual(told(), []);
  });

  it('says on the other side what cannot be reached', () => {
    behind(FRIDGE);
    behind('com.example.demo.knob');
    behind(UPLINK);
    now += 3_000;

    assert.deepEqual(told(), [
      'The line to com.example.demo is down for 3 s. 2 devices behind it cannot be reached. What is kept there meanwhile comes when it is back.',
    ]);
  });

  it('does not say since when a line is down that was down before', () => {
    behind(FRIDGE, true);

    assert.match(told()[0], /^The line to com.example.demo is down One device behind it/);
  });

  it('counts on the other side what comes late, each once, until nothing is missing', () => {
    record(1, false);
    behind(FRIDGE);
    own('online', 2);
    record(2);
    record(2);
    assert.deepEqual(told(), ['The line to com.example.demo is back. One event of the meantime has come, 2 to come.']);

    record(3);
    own('online', 0);

    assert.deepEqual(told(), ['The line to com.example.demo is back. 2 events of the meantime have come, none is missing.']);
  });

  it('does not claim that nothing is missing when a number is', () => {
    record(1, false);
    behind(FRIDGE);
    own('online', 0);

    record(3);

    assert.deepEqual(told(), ['The line to com.example.demo is back. One event of the meantime has come.']);
  });

  it('does not claim it either when it was not there before', () => {
    behind(FRIDGE, true);
    own('online', 0);

    record(3);

    assert.deepEqual(told(), ['The line to com.example.demo is back. One event of the meantime has come.']);
  });

  it('is not misled on the other side by what the line said of itself while it was down', () => {
    record(1, false);
    behind(FRIDGE);
    lines.onStatus(UPLINK, { value: 'offline', reason: 'switched off', remote: REMOTE, backlog: 9 }, { now, retained: false, via: UPLINK });
    own('online', 0);

    assert.deepEqual(told(), ['The line to com.example.demo is back. ']);
  });

  it('counts anew when the line breaks again', () => {
    record(1, false);
    behind(FRIDGE);
    own('online', 0);
    record(2);

    behind(FRIDGE);
    own('online', 0);

    assert.deepEqual(told(), ['The line to com.example.demo is back. ']);
  });
});
