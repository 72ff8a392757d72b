import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { bench, fridge, knob } from '../../dev/devices.js';
import { startGateway } from '../../dev/gateway.js';
import { chromiumPath, startBrowser } from './driver.js';

// The built console in a real browser against the invented gateway, under the content security policy it ships with.

const SITE = 'com.example.demo';
const FRIDGE = `${SITE}.fridge`;
const KNOB = `${SITE}.knob`;
const BENCH = `${SITE}.bench`;
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

const missing = chromiumPath() === null ? 'no Chromium found; set CHROMIUM to its path' : false;
if (missing && process.env.CI === 'true') throw new Error(missing);

describe('console in a browser', { skip: missing }, () => {
  let browser, gateway, things, console;

  before(async () => (browser = await startBrowser()));
  after(() => browser?.close());

  beforeEach(async () => {
    gateway = await startGateway();
    things = { fridge: fridge(gateway.router, SITE), knob: knob(gateway.router, SITE), bench: bench(gateway.router, SITE) };
    gateway.router.tickets.set('anna', 'secret');
  });

  afterEach(async () => {
    await console?.page.context().close();
    await gateway.close();
    assert.deepEqual(console?.complaints ?? [], []);
  });

  async function open(options) {
    console = await browser.page(options);
    await console.open(`${gateway.url}#token=${gateway.token()}`);
    await console.untilConnection('open');
    await console.untilValue(KNOB, 'position', (value) => value === '87');
  }

  function sets() {
    return gateway.router.calls.filter((call) => call.uri === `${KNOB}.position.set`).map((call) => call.args[0]);
  }

  it('signs in by token, forgets the token, and stays signed in over a reload', async () => {
    await open();
    assert.equal(new URL(console.page.url()).hash, '');

    await console.page.reload();
    await console.untilConnection('open');

    await console.untilValue(FRIDGE, 'level', (value) => value === '62.4');
  });

  it('tells that a token is used up and lets a person sign in by name', async () => {
    console = await browser.page();
    await console.open(`${gateway.url}#token=stale`);
    const error = console.page.locator('[data-sign-in] [data-error]');
    await error.filter({ hasText: 'not valid any more' }).waitFor();

    await console.signIn('anna', 'wrong');
    await error.filter({ hasText: 'name or ticket is wrong' }).waitFor();
    assert.equal(await console.page.inputValue('[data-sign-in] [name=authid]'), 'anna');
    await console.signIn('anna', 'secret');

    await console.untilConnection('open');
    await console.thing(FRIDGE).waitFor();
  });

  it('takes a sign-in link in a tab that is signed in already, even a stale one', async () => {
    await open();
    gateway.router.tickets.set('operator', 'replaced by the next token');

    await console.page.evaluate(`location.hash = 'token=${gateway.token()}'`);
    await console.page.waitForURL(gateway.url);
    await console.untilConnection('open');
    await console.page.evaluate(`location.hash = 'token=stale'`);
    await console.page.waitForURL(gateway.url);

    await console.untilConnection('open');
    await console.untilValue(FRIDGE, 'level', (value) => value === '62.4');
  });

  it('waits for a gateway that does not answer yet instead of asking for a name', async () => {
    console = await browser.page();
    await console.page.route('**/console.json', (route) => route.abort());
    await console.open(gateway.url);
    await console.page.locator('[data-empty]').filter({ hasText: 'does not answer' }).waitFor();
    assert.equal(await console.page.locator('[data-sign-in]').count(), 0);

    await console.page.unroute('**/console.json');

    await console.page.locator('[data-sign-in]').waitFor();
  });

  it('signs out and forgets', async () => {
    await open();

    await console.page.click('[data-sign-out]');
    await console.page.reload();

    await console.page.locator('[data-sign-in]').waitFor();
    assert.equal(await console.thing(FRIDGE).count(), 0);
  });

  it('draws each Thing from its description with live values', async () => {
    await open();
    things.fridge.tell('level', { value: 41.5 });

    await console.untilValue(FRIDGE, 'level', (value) => value === '41.5');

    assert.equal(await console.thing(FRIDGE).locator('h2').textContent(), 'Fridge');
    assert.equal(await console.thing(BENCH).getAttribute('data-status'), 'degraded');
    assert.equal(await console.property(FRIDGE, 'level').locator('[role=meter]').getAttribute('aria-valuenow'), '41.5');
  });

  it('greys what is stale or failed and says why', async () => {
    await open();

    await console.untilQuality(BENCH, 'pressure', 'stale');
    assert.match(await console.property(BENCH, 'pressure').textContent(), /Stale: no answer from the sensor/);
    assert.match(await console.property(BENCH, 'vibration').textContent(), /Failed: open input/);
    things.knob.leave();
    await console.until(console.thing(KNOB), 'data-status', (value) => value === 'offline');

    await console.untilQuality(KNOB, 'position', 'stale');
    assert.equal(await console.property(KNOB, 'position').locator('[role=slider]').getAttribute('aria-disabled'), 'true');
  });

  it('turns the knob by dragging with few calls and commits the last value', async () => {
    await open();

    await console.turnKnob(KNOB, 'position', 200, { steps: 60 });
    await console.untilValue(KNOB, 'position', (value) => value === '200');

    assert.equal(sets().at(-1), 200);
    assert.ok(sets().length < 40, `${sets().length} calls for 60 moves`);
    await console.until(console.property(KNOB, 'position'), 'data-pending', (value) => value === 'false');
    assert.equal(await console.property(KNOB, 'position').locator('[data-error]').count(), 0);
  });

  it('shows target and read-back apart while the motor is under way', async () => {
    await open();

    await console.turnKnob(KNOB, 'position', 250);
    const slider = console.property(KNOB, 'position').locator('[role=slider]');
    await console.until(slider, 'aria-valuetext', (value) => /^target 250°, now at \d+°$/.test(value));

    await console.until(slider, 'aria-valuetext', (value) => value === '250°');
  });

  it('turns the knob by keys', async () => {
    await open();
    const slider = console.property(KNOB, 'position').locator('[role=slider]');
    await slider.focus();

    for (const [key, expected] of [['ArrowUp', '88'], ['PageUp', '115'], ['ArrowLeft', '114'], ['End', '270'], ['Home', '0']]) {
      await console.page.keyboard.press(key);
      await console.until(slider, 'aria-valuenow', (value) => value === expected);
    }

    await console.untilValue(KNOB, 'position', (value) => value === '0');
  });

  it('loses none of several keys between two frames', async () => {
    await open();
    const slider = console.property(KNOB, 'position').locator('[role=slider]');

    await slider.evaluate((knob) => {
      for (let press = 0; press < 3; press++) {
        knob.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageUp', bubbles: true, cancelable: true }));
      }
    });

    await console.until(slider, 'aria-valuenow', (value) => value === '168');
  });

  it('stops the motor with CANCEL', async () => {
    await open();
    await console.turnKnob(KNOB, 'position', 260);
    await console.untilValue(KNOB, 'position', (value) => Number(value) > 95);

    await console.property(KNOB, 'position').locator('[data-action=stop]').click();
    await console.until(console.property(KNOB, 'position'), 'data-pending', (value) => value === 'false');

    assert.ok(gateway.router.cancelled.length > 0);
    assert.ok(Number(await console.property(KNOB, 'position').getAttribute('data-value')) < 255);
    assert.equal(await console.property(KNOB, 'position').locator('[data-error]').count(), 0);
  });

  it('tells when the motor stalls, on the knob and as an event', async () => {
    await open();
    await console.turnKnob(KNOB, 'position', 200);
    things.knob.isStalled = true;

    const error = console.property(KNOB, 'position').locator('[data-error]');
    await error.waitFor();
    assert.match(await error.textContent(), /Stalled: no movement at/);
    await console.thing(KNOB).locator('[data-event=stall]').first().waitFor();

    await error.locator('button').click();
    await error.waitFor({ state: 'detached' });
  });

  it('switches only when the device says so, and shows the interlock', async () => {
    await open();
    const control = console.property(FRIDGE, 'compressor').locator('[role=switch]');

    await control.click();
    await console.until(control, 'aria-busy', (value) => value === 'true');
    assert.equal(await control.getAttribute('aria-checked'), 'true');
    await console.until(control, 'aria-checked', (value) => value === 'false');
    await control.click();

    const error = console.property(FRIDGE, 'compressor').locator('[data-error]');
    await error.waitFor();
    assert.match(await error.textContent(), /Interlocked: minimum off-time/);
    assert.equal(await control.getAttribute('aria-checked'), 'false');
  });

  it('dispenses from the slot that is pressed', async () => {
    await open();
    const slot = console.property(FRIDGE, 'slots').locator('[data-action=dispense][data-slot="3"]');

    await slot.click();
    await console.until(slot, 'data-full', (value) => value === 'false');
    await console.property(FRIDGE, 'slots').locator('[data-note=done]').waitFor();

    assert.deepEqual(gateway.router.calls.find((call) => call.uri === `${FRIDGE}.dispense`).kwargs, { slot: 3 });
    await console.untilValue(FRIDGE, 'bottles', (value) => value === '5');
    await console.thing(FRIDGE).locator('[data-event=dispensed]').waitFor();
  });

  it('operates the other widgets: slider, choice, field, two buttons, choices, form, cancel', async () => {
    await open();
    const thing = console.thing(BENCH);
    await console.property(BENCH, 'speed').locator('input').fill('2000');
    await console.property(BENCH, 'mode').locator('select').selectOption('service');
    await console.property(BENCH, 'label').locator('input').fill('Line 4');
    await console.property(BENCH, 'label').locator('button').click();
    await console.property(BENCH, 'lamp').locator('[data-set=true]').click();
    await thing.locator('[data-action=run][data-choice=press]').click();
    await thing.locator('form [name=reference]').fill('6');
    await thing.locator('[data-action=calibrate]').click();
    await thing.locator('[data-action=home]').click();
    await thing.locator('[data-action-state=home] [data-note=pending] button').click();

    await console.untilValue(BENCH, 'speed', (value) => value === '2000');
    await console.untilValue(BENCH, 'mode', (value) => value === 'service');
    await console.untilValue(BENCH, 'label', (value) => value === 'Line 4');
    await console.untilValue(BENCH, 'lamp', (value) => value === 'true');
    await thing.locator('[data-action-state=calibrate] [data-note=done]').filter({ hasText: 'offset 0.9' }).waitFor();
    await thing.locator('[data-action-state=run] [data-note=done]').filter({ hasText: 'press' }).waitFor();
    await console.until(thing.locator('[data-action-state=home]'), 'data-running', (value) => value === 'false');
    assert.deepEqual(gateway.router.calls.find((call) => call.uri === `${BENCH}.calibrate`).kwargs, {
      reference: 6,
      isQuick: false,
    });
  });

  it('tells at once that the connection is lost, believes nothing, and resyncs when it is back', async () => {
    await open();
    const before = await console.thing(FRIDGE).boundingBox();

    gateway.router.isDown = true;
    gateway.router.dropAll();
    await console.page.locator('[data-banner]').waitFor({ timeout: 1_000 });
    await console.untilQuality(FRIDGE, 'level', 'lost');
    assert.ok(await console.property(FRIDGE, 'compressor').locator('[role=switch]').isDisabled());
    assert.deepEqual(await console.thing(FRIDGE).boundingBox(), before, 'nothing moves');
    things.fridge.tell('level', { value: 12.3 });
    gateway.router.isDown = false;

    await console.untilConnection('open');
    await console.untilValue(FRIDGE, 'level', (value) => value === '12.3');
    await console.untilQuality(FRIDGE, 'level', 'good');
    await console.page.locator('[data-banner]').waitFor({ state: 'detached' });
    assert.ok(await console.property(FRIDGE, 'compressor').locator('[role=switch]').isEnabled());
  });

  it('renews itself when the gateway comes back updated', async () => {
    await open();

    gateway.config.version = '0.2.0';
    gateway.router.dropAll();

    await console.page.locator('#foot').filter({ hasText: 'Junctor 0.2.0' }).waitFor();
    await console.untilValue(FRIDGE, 'level', (value) => value === '62.4');
  });

  it('says without alarm that it could not keep up, and asks for the present state when some of it was dropped', async () => {
    await open();
    const { router } = gateway;
    const asked = () => router.subscribes.filter((options) => options.get_retained).length;
    const strip = console.page.locator('#lines [data-missed]');
    assert.equal(router.subscribes[0].x_slow_reader, 'keep-newest');

    router.publish(`${FRIDGE}.level`, { value: 61, quality: 'good', seq: 900, time: new Date().toISOString() }, { missed: { _conflated: 41 } });
    await console.untilValue(FRIDGE, 'level', (value) => value === '61');
    assert.equal(await strip.getAttribute('data-missed'), '41');
    assert.match(await strip.textContent(), /41 changes were left out\. What is shown is the newest\./);
    assert.equal(asked(), 1);

    router.publish(`${FRIDGE}.tick`, {}, { missed: { _dropped: 2 } });
    await strip.filter({ hasText: '43 changes were left out. The present state was asked for again.' }).waitFor();
    await console.until(strip, 'data-missed', () => asked() === 2);
  });

  it('finds a half-open connection by itself', async () => {
    await open();

    gateway.router.freeze(true);
    await console.page.locator('[data-banner]').waitFor({ timeout: 9_000 });
    assert.match(await console.page.locator('[data-banner-reason]').textContent(), /stopped answering/);
    gateway.router.freeze(false);

    await console.untilConnection('open', 12_000); // the first attempt's HELLO was swallowed
  });

  it('sends no command later that was given before the connection was lost', async () => {
    await open();
    await console.turnKnob(KNOB, 'position', 240, { release: false });
    gateway.router.isDown = true;
    gateway.router.dropAll();
    await console.untilConnection('waiting');
    const before = sets().length;

    await console.page.mouse.move(10, 10);
    await console.page.mouse.up();
    gateway.router.isDown = false;
    await console.untilConnection('open');
    await console.untilQuality(KNOB, 'position', 'good');

    assert.equal(sets().length, before);
  });

  it('returns to the sign-in with the reason when the ticket is withdrawn', async () => {
    await open();

    gateway.router.tickets.delete('operator');
    gateway.router.dropAll();

    const error = console.page.locator('[data-sign-in] [data-error]');
    await error.filter({ hasText: 'did not let operator in' }).waitFor();
    assert.equal(await console.page.locator('[data-banner]').count(), 0);
  });

  it('fits a phone, and a finger that scrolls over the knob does not turn it', async () => {
    await open(PHONE);
    const width = await console.page.evaluate('document.documentElement.scrollWidth');
    assert.equal(width, 360);
    const knobBox = console.property(KNOB, 'position').locator('[data-control=knob]');
    const touch = await console.page.context().newCDPSession(console.page);
    let box;
    const finger = (type, dx, dy) =>
      touch.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + box.width / 2 + dx, y: box.y + box.width / 2 + dy }],
      });
    const touchKnob = async () => {
      // until the page stands still: a finger that halts a scroll turns nothing
      for (let last = null, now = 0; last !== now; await delay(150)) {
        last = now;
        now = await console.page.evaluate('scrollY');
      }
      await knobBox.evaluate((element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
      box = await knobBox.boundingBox();
      await finger('touchStart', 0, -90);
    };
    const sweep = async () => {
      for (let move = 1; move <= 6; move++) await finger('touchMove', 10 * move, -90 + 8 * move);
      await finger('touchEnd');
    };

    await touchKnob();
    await sweep();
    assert.deepEqual(sets(), []);
    await touchKnob();
    await console.page.locator('.knob.turning').waitFor();
    await sweep();

    await console.until(console.property(KNOB, 'position'), 'data-desired', (value) => Number(value) > 110);
  });
});
