import assert from "node:assert/strict";
import { test } from "node:test";
import { shadeLeg } from "./leg-shade.js";

test("shadeLeg() falls towards both edges, on thighs more than on shins", () => {
  const [thigh, shin] = [0.6, 1.5].map((at) => shadeLeg({ at, across: 0.9, aside: 0 }));
  assert.ok(shadeLeg({ at: 0.6, across: 0, aside: 0 }) > 0.99);
  assert.ok(thigh! < 0.87, `a thigh's edge has ${thigh}`);
  assert.ok(shin! > thigh! + 0.03, `a shin's edge has ${shin}`);
});

test("shadeLeg() is lighter on the side from which the light comes", () => {
  const shade = (across: number): number => shadeLeg({ at: 1.5, across, aside: 0.3 });
  assert.ok(shade(0.8) > shade(-0.8) + 0.05);
});

test("shadeLeg() shows a lighter kneecap over a darker crease", () => {
  const shade = (at: number): number => shadeLeg({ at, across: 0, aside: 0 });
  assert.ok(shade(0.96) > shade(1.08) + 0.08);
  assert.ok(shade(0.96) < shade(0.6));
  assert.ok(shade(1.3) > shade(1.08) + 0.1);
});
