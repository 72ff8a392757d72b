import { statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startBrowser } from '../../gateway/console/test/browser/driver.js';
import { startDemo } from './product.js';

// screenshot.js FILE light|dark SECONDS: the console of the running demo, operated for so long before the picture is taken.

const [file, colorScheme, seconds] = process.argv.slice(2);
const KNOB = 'com.example.demo.knob';
const FRIDGE = 'com.example.demo.fridge';
const BYTES_MAX = 250_000; // a README is read over slow lines too
const SIZE = { width: 800, height: 735 }; // two cards side by side
const SCALE = 1.5; // 1200 pixels wide
const POSITIONS = [200, 90, 240, 150, 60, 215]; // degrees, in turn

const demo = await startDemo();
const browser = await startBrowser();
try {
  const console = await browser.page({ viewport: SIZE, deviceScaleFactor: SCALE, colorScheme });
  await console.open(demo.link);
  await console.untilQuality(FRIDGE, 'level', 'good', 30_000);
  const until = Date.now() + Number(seconds) * 1000;
  for (let turn = 0; Date.now() < until; turn++) {
    await console.turnKnob(KNOB, 'position', POSITIONS[turn % POSITIONS.length], { steps: 20 });
    await delay(Math.min(15_000, Math.max(0, until - Date.now())));
  }
  // the best moment: half full and at rest, a bottle just dispensed, the motor on its way
  await console.turnKnob(KNOB, 'position', 60);
  await console.untilValue(FRIDGE, 'bottles', (value) => Number(value) === 6, 90_000);
  await console.untilValue(FRIDGE, 'door', (value) => value === 'false', 30_000);
  const full = console.property(FRIDGE, 'slots').locator('[data-action=dispense][data-full=true]').first();
  await full.click();
  await console.thing(FRIDGE).locator('[data-event=dispensed]').first().waitFor();
  await delay(1_000); // the stack slides down
  await console.turnKnob(KNOB, 'position', 200, { steps: 3 });
  await delay(200);
  await console.page.mouse.move(0, 0);
  await console.page.screenshot({ path: file });
  const { size } = statSync(file);
  if (size > BYTES_MAX) throw new Error(`${file} has ${size} bytes, more than ${BYTES_MAX}`);
  process.stdout.write(`${file}: ${size} bytes\n`);
} finally {
  await browser.close();
  await demo.stop();
}
