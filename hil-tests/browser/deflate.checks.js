import assert from 'node:assert/strict';
import { startBrowser } from '../../gateway/console/test/browser/driver.js';
import { report } from './checks.js';
import { hashTicket, startRun } from './product.js';
import { wampyScript } from './wampy.js';
import { Wire } from './wire.js';

// Chromium and a gateway that compresses where it is asked to, with and without contexts; and one that does not.
// DeflateInBrowserTest lists these checks; WAMPY names the folder where wampy is installed.

const SITE = 'com.example.shop';
const KNOB = `${SITE}.knob`;
const NAME = 'anna';
const TICKET = 'correct horse';

const browser = await startBrowser();
const wire = await Wire.lay();
const ticketHash = hashTicket(TICKET);
let gateway, shown;

function configuration(compression) {
  return `
site: ${SITE}
drivers: sim
listen:
  - {kind: websocket, address: "127.0.0.1:0", hosts: ["${wire.host}"]${compression}}
roles:
  operator:
    - {uri: ${SITE}., match: prefix, allow: [call, register, publish, subscribe]}
principals:
  ${NAME}: {role: operator, ticket: "${ticketHash}"}
things:
  knob:
    kind: knob
`;
}

async function startGateway(compression) {
  await gateway?.stop();
  gateway = await startRun(configuration(compression));
  wire.gatewayPort = Number(new URL(gateway.console).port);
}

/** The console with what its WebSockets have agreed on, newest last, in window.extensions. */
async function openConsole() {
  await shown?.page.close();
  shown = await browser.page({ bypassCSP: true });
  await shown.page.addInitScript(() => {
    window.extensions = [];
    window.WebSocket = class extends window.WebSocket {
      constructor(...how) {
        super(...how);
        this.addEventListener('open', () => window.extensions.push(this.extensions));
      }
    };
  });
  await shown.open(`http://${wire.host}/`);
  await shown.page.locator('[data-sign-in]').waitFor();
  await shown.signIn(NAME, TICKET);
  await shown.untilConnection('open');
}

const agreed = () => shown.page.evaluate(() => window.extensions.at(-1));

async function turnsTheKnob() {
  await shown.untilValue(KNOB, 'position', (value) => value !== '');
  const knob = shown.property(KNOB, 'position').locator('[data-control=knob]');
  const before = Number(await knob.getAttribute('data-target'));
  await knob.press('ArrowUp');
  await shown.until(knob, 'data-target', (value) => Number(value) > before);
}

/** Calls and events of wampy in the page, short and long ones; what came back. */
async function callsAndEvents() {
  await shown.page.addScriptTag({ content: wampyScript });
  return shown.page.evaluate(
    async ([url, authid, ticket, site]) => {
      const options = { realm: 'junctor', authid, authmethods: ['ticket'], onChallenge: () => ticket, autoReconnect: false };
      const one = new window.Wampy(url, options);
      const other = new window.Wampy(url, options);
      await one.connect();
      await other.connect();
      await one.register(`${site}.echo`, ({ argsList }) => ({ argsList }));
      const events = [];
      await one.subscribe(`${site}.topic`, ({ argsList }) => events.push(argsList[0]));
      const lengths = [0, 1, 100, 10_000, 200_000];
      const results = [];
      for (const [index, length] of lengths.entries()) {
        const text = 'Kühlschrank 冷蔵庫 '.repeat(length / 10 + 1).slice(0, length);
        const noise = Array.from({ length: length / 10 }, () => Math.random());
        const { argsList } = await other.call(`${site}.echo`, [text, noise]);
        results.push(argsList[0] === text && JSON.stringify(argsList[1]) === JSON.stringify(noise));
        await other.publish(`${site}.topic`, [text]);
        const deadline = Date.now() + 30_000;
        while (events.length <= index && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
        results.push(events.at(-1) === text);
      }
      await one.disconnect();
      await other.disconnect();
      return { results, extensions: window.extensions };
    },
    [`ws://${wire.host}/ws`, NAME, TICKET, SITE],
  );
}

async function assertCallsAndEvents(extensions) {
  const { results, extensions: all } = await callsAndEvents();
  assert.deepEqual(results, Array(10).fill(true));
  assert.deepEqual([...new Set(all)], [extensions]);
}

const checks = {
  async byDefaultNothingIsCompressed() {
    await startGateway('');
    await openConsole();
    assert.equal(await agreed(), '');
  },

  async consoleWorksCompressed() {
    await startGateway(', compression: {contextTakeover: true}');
    await openConsole();
    assert.equal(await agreed(), 'permessage-deflate');
    await turnsTheKnob();
  },

  async callsAndEventsAreCompressedInOneContext() {
    await assertCallsAndEvents('permessage-deflate');
  },

  async consoleWorksCompressedWithoutContexts() {
    await startGateway(', compression: {contextTakeover: false}');
    await openConsole();
    assert.match(await agreed(), /^permessage-deflate; server_no_context_takeover; client_no_context_takeover$/);
    await turnsTheKnob();
  },

  async callsAndEventsAreCompressedEachByItself() {
    await assertCallsAndEvents('permessage-deflate; server_no_context_takeover; client_no_context_takeover');
    assert.deepEqual(shown.complaints, []);
  },
};

await report(checks, () => gateway?.output ?? '');
await browser.close();
await gateway?.stop();
wire.close();
