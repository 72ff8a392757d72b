import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

/** WCAG 2.2, 1.4.3 and 1.4.11: text, and the graphics that carry meaning. */
const TEXT = 4.5;
const GRAPHICS = 3;

const PAIRS = [
  ['text', 'page', TEXT],
  ['text', 'card', TEXT],
  ['soft', 'page', TEXT],
  ['soft', 'card', TEXT],
  ['soft', 'sunk', TEXT],
  ['accent', 'card', TEXT],
  ['accent', 'cap-low', TEXT],
  ['accent-text', 'accent', TEXT],
  ['card', 'soft', TEXT],
  ['good', 'good-soft', TEXT],
  ['good', 'card', TEXT],
  ['warn', 'warn-soft', TEXT],
  ['warn', 'card', TEXT],
  ['bad', 'bad-soft', TEXT],
  ['bad', 'card', TEXT],
  ['accent', 'sunk', GRAPHICS],
  ['accent', 'page', GRAPHICS],
];

const css = readFileSync(new URL('../../src/style.css', import.meta.url), 'utf8');
const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) => paletteOf(body));

function paletteOf(body) {
  return Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{3,6});/g)].map(([, name, hex]) => [name, hex]));
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const part = parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

for (const [name, palette] of [['light', light], ['dark', dark]]) {
  describe(`the ${name} palette`, () => {
    for (const [front, back, wanted] of PAIRS) {
      it(`shows ${front} on ${back} with at least ${wanted}:1`, () => {
        const got = contrast(palette[front], palette[back]);

        assert.ok(got >= wanted, `${front} ${palette[front]} on ${back} ${palette[back]}: ${got.toFixed(2)}`);
      });
    }
  });
}
