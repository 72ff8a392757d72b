import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startBrowser } from '../../gateway/console/test/browser/driver.js';
import { report } from './checks.js';
import { startDemo } from './product.js';

// The demo's two consoles and the line between them. LineInBrowserTest lists these checks. With JUNCTOR_SCREENSHOTS=FOLDER
// pictures of what a person sees are left there.

const FRIDGE = 'com.example.demo.fridge';
const KNOB = 'com.example.demo.knob';
const UPLINK = 'com.example.demo.uplink';
const DURABLE = ['level', 'temperature', 'lowLevel', 'dispensed'].map((name) => `${FRIDGE}.${name}`);
const EVENT = 36;
const SLOW_MILLIS = 30_000; // for what also waits for people at the simulated fridge
const TURN_MILLIS = 10_000; // the longest way takes 2 s
const VIEW = { viewport: { width: 1200, height: 1000 } };

const demo = await startDemo();
const browser = await startBrowser();
const edge = await open(demo.link);
const cloud = await open(/Cloud\s+(http:\S+)/.exec(demo.output)[1]);

/** A console that remembers the durable events that came while it was open: {key, seq, isLate}. */
async function open(url) {
  const page = await browser.page(VIEW);
  page.durable = [];
  page.page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const [kind, , , details, , kwargs] = JSON.parse(payload);
      if (kind !== EVENT || details.retained || !DURABLE.includes(details.topic)) return;
      const isLate = details._junctor_replayed === true;
      page.durable.push({ key: `${details.topic} ${JSON.stringify(kwargs)}`, seq: details._junctor_record?.seq, isLate });
    }),
  );
  await page.open(url);
  await page.untilConnection('open');
  return page;
}

function near(value, degrees) {
  return value !== '' && Math.abs(Number(value) - degrees) <= 3;
}

function strip(page) {
  return page.page.locator(`[data-line="${UPLINK}"]`);
}

function untilLine(page, state, timeoutMillis = SLOW_MILLIS) {
  return page.until(strip(page), 'data-line-state', (value) => value === state, timeoutMillis);
}

function lineSwitch(page) {
  return page.property(UPLINK, 'enabled').locator('[data-control=switch]');
}

function untilOnline(page) {
  return Promise.all([FRIDGE, KNOB, UPLINK].map((uri) => page.until(page.thing(uri), 'data-status', (value) => value === 'online', SLOW_MILLIS)));
}

async function picture(page, name) {
  const folder = process.env.JUNCTOR_SCREENSHOTS;
  if (folder) await page.page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Dispenses from any full slot; people take bottles from the simulated fridge too, perhaps the one that was chosen. */
async function dispense(page) {
  const row = page.property(FRIDGE, 'slots');
  for (let attempt = 1; ; attempt++) {
    const full = row.locator('[data-action=dispense][data-full=true]');
    await full.first().waitFor({ timeout: SLOW_MILLIS });
    await full.first().click();
    try {
      await row.locator('[data-note=done]').waitFor();
      return;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** The times of the dispensed bottles that a page shows, newest first. */
function dispensed(page) {
  return page.thing(FRIDGE).locator('[data-event=dispensed] time').evaluateAll((all) => all.map((time) => time.dateTime));
}

async function until(what, condition, timeoutMillis = SLOW_MILLIS) {
  const deadline = Date.now() + timeoutMillis;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMillis} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until the cloud's page has what the edge's page has, and compares all of it, from the first that both saw on. */
async function assertSameHistory() {
  const { key: newest } = edge.durable.at(-1);
  await until('the newest event of the edge at the cloud', () => cloud.durable.some(({ key }) => key === newest));
  const once = cloud.durable.filter(({ seq }, index, all) => all.findIndex((other) => other.seq === seq) === index);
  const first = edge.durable.findIndex(({ key }) => key === once[0].key);
  assert.ok(first >= 0, `${once[0].key} was seen at the cloud alone`);
  const there = once.map(({ key }) => key);
  const here = edge.durable.slice(first).map(({ key }) => key);
  const end = here.indexOf(newest) + 1;
  assert.deepEqual(there.slice(0, end), here.slice(0, end), 'the same events in the same order');
  const numbers = once.map(({ seq }) => seq);
  assert.deepEqual(numbers, numbers.map((_, index) => numbers[0] + index), 'without a gap');
}

const checks = {
  async fridgeAndKnobAreOperatedFromTheCloudsPage() {
    await Promise.all([untilOnline(edge), untilOnline(cloud)]);
    for (const degrees of [200, 60]) {
      await cloud.turnKnob(KNOB, 'position', degrees);
      for (const page of [cloud, edge]) await page.untilValue(KNOB, 'position', (value) => near(value, degrees), TURN_MILLIS);
    }
    const [before] = await dispensed(edge);
    await dispense(cloud);
    await until('the event on the other page', async () => (await dispensed(edge))[0] !== before);
    assert.equal(await strip(cloud).count(), 0);
    await until('durable events on both pages', () => cloud.durable.length > 0 && edge.durable.length > 0);
  },

  async switchOnTheCloudsPageCutsTheLineForAWhileAndBothPagesSaySo() {
    await lineSwitch(cloud).click();
    await Promise.all([untilLine(cloud, 'down'), untilLine(edge, 'down')]);
    assert.match(await strip(cloud).textContent(), /The line to com\.example\.demo is down .*2 devices behind it cannot be reached/s);
    await cloud.untilQuality(KNOB, 'position', 'stale');
    const slider = cloud.property(KNOB, 'position').locator('[role=slider]');
    assert.equal(await slider.getAttribute('aria-disabled'), 'true');
    await edge.untilQuality(KNOB, 'position', 'good');
    await Promise.all([untilLine(cloud, 'back'), untilLine(edge, 'back')]);
    await untilOnline(cloud);
    await assertSameHistory();
  },

  async switchOnTheEdgesPageCutsTheLineAndTheBacklogGrows() {
    await lineSwitch(edge).click();
    await Promise.all([untilLine(cloud, 'down'), untilLine(edge, 'down')]);
    assert.match(await strip(edge).textContent(), /The line is down .*switched off/s);
    await dispense(edge);
    await edge.until(strip(edge), 'data-line-backlog', (value) => Number(value) >= 2);
    assert.match(await strip(edge).textContent(), /\d+ events wait on disk and will leave when it is back/);
    await edge.untilValue(UPLINK, 'backlog', (value) => Number(value) >= 2);
    await picture(edge, 'edge-down');
    await picture(cloud, 'cloud-down');
    assert.equal(await strip(cloud).getAttribute('data-line-state'), 'down');
  },

  async historyIsCompleteWhenTheLineIsMended() {
    await lineSwitch(edge).click();
    await Promise.all([untilLine(cloud, 'back'), untilLine(edge, 'back')]);
    await until('the cloud to miss nothing', async () => /\d+ events .* have come, none is missing/.test(await strip(cloud).textContent()));
    await until('the edge to have sent all', async () => /All \d+ events that waited arrived/.test(await strip(edge).textContent()));
    await picture(edge, 'edge-back');
    await picture(cloud, 'cloud-back');
    await untilOnline(cloud);
    await assertSameHistory();
    assert.ok(cloud.durable.some(({ isLate }) => isLate));
    const [newest] = await dispensed(edge);
    const time = cloud.page.locator(`time[datetime="${newest}"]`);
    await cloud.thing(FRIDGE).locator('[data-event=dispensed][data-late]').filter({ has: time }).waitFor();
    await cloud.turnKnob(KNOB, 'position', 180);
    await edge.untilValue(KNOB, 'position', (value) => near(value, 180), TURN_MILLIS);
  },

  async nothingBreaksScriptsOrTheContentSecurityPolicy() {
    assert.deepEqual([...edge.complaints, ...cloud.complaints], []);
  },
};

await report(checks, () => demo.output);
await browser.close();
await demo.stop();
