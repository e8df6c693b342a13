import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createImage, createMask, type Image8, type Mask, type Point } from "../../image.js";
import { distanceToSegment } from "../../kernels/polyline.js";
import { KEYPOINT, type Keypoint } from "../../observation.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import type { UpperGarmentAnalysis } from "../types.js";
import { readWornGarment } from "./analyse-worn-garment.js";

const [WIDTH, HEIGHT] = [300, 420];
const HEM_Y = 300;
const CUFF_Y = 175;
const SKIN = [214, 160, 132] as const;
const HAIR = [52, 34, 24] as const;
const BACKDROP = [228, 226, 222] as const;
const TROUSERS = [46, 48, 52] as const;
const STRIPES = [
  [40, 90, 170],
  [60, 110, 190],
] as const;

/** A button of the skin's colour, beside a hand on the belly. */
const BUTTON: Point = { x: 168, y: 230 };

type Joint = "Shoulder" | "Elbow" | "Wrist";
/** A model who stands upright; the right hand lies on the belly if `isFolded`. */
function jointsOf(isFolded: boolean): Record<`left${Joint}` | `right${Joint}`, Point> {
  return {
    leftShoulder: { x: 192, y: 110 },
    rightShoulder: { x: 108, y: 110 },
    leftElbow: { x: 214, y: 190 },
    rightElbow: { x: 86, y: 190 },
    leftWrist: { x: 222, y: 262 },
    rightWrist: isFolded ? { x: 140, y: 222 } : { x: 78, y: 262 },
  };
}

function keypointsOf(joints: ReturnType<typeof jointsOf>): Keypoint[] {
  const points = Array.from({ length: 33 }, () => ({ x: 150, y: 60 }) as Point);
  for (const [name, p] of Object.entries(joints)) points[KEYPOINT[name as keyof typeof KEYPOINT]] = p;
  points[KEYPOINT.leftHip] = { x: 178, y: 250 };
  points[KEYPOINT.rightHip] = { x: 122, y: 250 };
  return points.map((p) => ({ ...p, z: 0, visibility: 1, presence: 1 }));
}

interface Model {
  readonly image: Image8;
  readonly person: PersonAnalysis;
}

/** A striped tee to y = {@link HEM_Y}, bare forearms, trousers; drawn with its true parsing. */
function drawModel(
  options: {
    isFolded?: boolean;
    hasLongHair?: boolean;
    hasStrand?: boolean;
    hasShirt?: boolean;
    hasButton?: boolean;
  } = {},
): Model {
  const joints = jointsOf(options.isFolded === true);
  const image = createImage(WIDTH, HEIGHT, 3);
  const parts = createMask(WIDTH, HEIGHT);
  const near = (a: keyof typeof joints, b: keyof typeof joints, x: number, y: number): number =>
    distanceToSegment(joints[a], joints[b], x, y);
  const partAt = (x: number, y: number): number => {
    if (options.hasLongHair && Math.abs(x - 176) < 9 && y > 40 && y < 190) return PART.hair;
    for (const side of ["right", "left"] as const) {
      const hand = joints[`${side}Wrist`];
      if (Math.hypot(x - hand.x, y - hand.y) < 13) return side === "left" ? PART.leftHand : PART.rightHand;
      if (near(`${side}Elbow`, `${side}Wrist`, x, y) < 8)
        return side === "left" ? PART.leftArm : PART.rightArm;
      if (near(`${side}Shoulder`, `${side}Elbow`, x, y) < 12)
        return y < CUFF_Y ? PART.upper : side === "left" ? PART.leftArm : PART.rightArm;
    }
    if (Math.hypot((x - 150) / 22, (y - 56) / 30) < 1) return PART.face;
    if (Math.abs(x - 150) < 14 && y > 70 && y < 106) return PART.neck;
    if (y >= 96 && y < HEM_Y && Math.abs(x - 150) < 40) return PART.upper;
    if (y >= HEM_Y && Math.abs(x - 150) < 38) return PART.lower;
    return PART.background;
  };
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      parts.data[i] = partAt(x + 0.5, y + 0.5);
      image.data.set(colourOf(parts.data[i]!, y), 3 * i);
      // what the parsing takes for the tee: a strand of hair below a lock, and a white shirt under it
      if (options.hasStrand && Math.abs(x - 176) < 5 && y > 60 && y < 150) {
        parts.data[i] = y < 100 ? PART.hair : PART.upper;
        image.data.set(HAIR, 3 * i);
      }
      if (options.hasButton && Math.hypot(x - BUTTON.x, y - BUTTON.y) < 4) image.data.set(SKIN, 3 * i);
      if (options.hasShirt && y >= HEM_Y && y < HEM_Y + 14 && Math.abs(x - 150) < 20) {
        parts.data[i] = PART.upper;
        image.data.set([235, 235, 232], 3 * i);
      }
    }
  }
  return { image, person: { ...personOf(parts), keypoints: keypointsOf(joints) } };
}

function colourOf(part: number, y: number): readonly number[] {
  if (part === PART.background) return BACKDROP;
  if (part === PART.upper) return STRIPES[Math.floor(y / 6) % 2]!;
  if (part === PART.lower) return TROUSERS;
  return part === PART.hair ? HAIR : SKIN;
}

function personOf(parts: Mask): Omit<PersonAnalysis, "keypoints"> {
  const matte = { ...parts, data: parts.data.map((v) => (v === PART.background ? 0 : 255)) };
  return {
    width: WIDTH,
    height: HEIGHT,
    presence: 1,
    matte,
    parts,
    light: 1,
    blurPx: 0,
    confidence: 1,
    warnings: [],
  };
}

function read(model: Model): UpperGarmentAnalysis {
  const outcome = readWornGarment(model.image, model.person);
  if (!outcome.ok) assert.fail(outcome.code);
  return outcome.value;
}

/** Share of the pixels wholly inside the matte whose colour `is` so. */
function shareInside(
  { matte, colour }: UpperGarmentAnalysis,
  is: (r: number, g: number, b: number) => boolean,
) {
  let count = 0;
  let total = 0;
  for (let i = 0; i < matte.data.length; i++) {
    if (matte.data[i]! < 255) continue;
    total++;
    if (is(colour.data[3 * i]!, colour.data[3 * i + 1]!, colour.data[3 * i + 2]!)) count++;
  }
  return count / total;
}

describe("readWornGarment()", () => {
  test("measures a tee on its model", () => {
    const tee = read(drawModel());
    assert.equal(tee.sleeveLength, "short");
    assert.deepEqual(tee.model, { unit: 84, torsoLength: 140 });
    assert.deepEqual(tee.warnings, []);
    assert.ok(tee.confidence > 0.9, `confidence ${tee.confidence}`);
    // the picture is shifted: lengths and widths are the photo's
    assert.ok(
      Math.abs(tee.left.hem.x - tee.right.hem.x - 80) < 6,
      `hem ${tee.left.hem.x - tee.right.hem.x} wide`,
    );
    const length = tee.left.hem.y - tee.left.neck.y;
    assert.ok(Math.abs(length - (HEM_Y - 97)) < 8, `length ${length}`);
    assert.ok(tee.left.neck.x > tee.right.neck.x);
  });

  test("takes the cloth's own pixels and nothing else", () => {
    const tee = read(drawModel());
    assert.ok(shareInside(tee, (r, _, b) => b - r > 100) > 0.995);
  });

  test("spreads the sleeves beside the torso", () => {
    const tee = read(drawModel());
    for (const [name, sign] of [
      ["left", 1],
      ["right", -1],
    ] as const) {
      const { sleeve, armpit } = tee[name];
      assert.ok(sleeve !== undefined);
      assert.ok(sign * (sleeve.inner.at(-1)!.x - armpit.x) > 15, `${name} cuff lies beside the torso`);
      const middle = sleeve.outer[16]!;
      const inside = { x: 0.5 * (middle.x + sleeve.inner[16]!.x), y: 0.5 * (middle.y + sleeve.inner[16]!.y) };
      assert.equal(tee.matte.data[Math.floor(inside.y) * tee.width + Math.floor(inside.x)], 255);
    }
  });

  test("paints over an arm and a hand in front of the garment, and says so", () => {
    const tee = read(drawModel({ isFolded: true }));
    assert.deepEqual(tee.warnings, ["garment-partly-hidden"]);
    assert.ok(shareInside(tee, (r, _, b) => r > b) < 0.002, "no skin is left");
    const belly = { x: (tee.left.hem.x + tee.right.hem.x) / 2 - 10, y: tee.left.hem.y - (HEM_Y - 222) };
    assert.equal(tee.matte.data[Math.floor(belly.y) * tee.width + Math.floor(belly.x)], 255);
  });

  test("keeps a button of the skin's colour beside that hand", () => {
    const tee = read(drawModel({ isFolded: true, hasButton: true }));
    const x = Math.round((tee.left.hem.x + tee.right.hem.x) / 2 + BUTTON.x - 150);
    const y = Math.round(tee.left.hem.y - (HEM_Y - BUTTON.y));
    const k = 3 * (y * tee.width + x);
    assert.ok(tee.colour.data[k]! > 180 && tee.colour.data[k + 2]! < 160, "the button is there");
  });

  test("leaves no gap between torso and sleeve", () => {
    const tee = read(drawModel());
    for (const name of ["left", "right"] as const) {
      const { shoulder, armpit } = tee[name];
      for (let f = 0.3; f <= 0.7; f += 0.1) {
        const y = Math.floor(shoulder.y + f * (armpit.y - shoulder.y));
        const x = Math.floor(shoulder.x + f * (armpit.x - shoulder.x));
        for (let d = -4; d <= 4; d++)
          assert.ok(tee.matte.data[y * tee.width + x + d]! > 250, `${name} at ${f}, ${d}`);
      }
    }
  });

  test("continues stripes under hair from the mirrored side", () => {
    const tee = read(drawModel({ hasLongHair: true }));
    const x = Math.round((tee.left.hem.x + tee.right.hem.x) / 2 + 26);
    const bottom = Math.round(tee.left.hem.y);
    const column = Array.from(
      { length: 24 },
      (_, k) => tee.colour.data[3 * ((bottom - 140 + k) * tee.width + x) + 2]!,
    );
    assert.ok(Math.max(...column) - Math.min(...column) > 14, `blue runs over ${column.join()}`);
  });

  test("leaves out a strand of hair that was taken for cloth", () => {
    const tee = read(drawModel({ hasStrand: true }));
    assert.ok(shareInside(tee, (r, _, b) => b - r > 100) > 0.985);
  });

  test("leaves out a shirt that shows below the hem", () => {
    const tee = read(drawModel({ hasShirt: true }));
    assert.ok(shareInside(tee, (r, g) => r + g > 400) < 0.002);
    const length = tee.left.hem.y - tee.left.neck.y;
    assert.ok(Math.abs(length - (HEM_Y - 97)) < 8, `length ${length}`);
  });

  test("refuses a model whose photo ends above the garment's middle", () => {
    const { image, person } = drawModel();
    const height = 130;
    const cut = <T extends Image8 | Mask>(whole: T, channels: number): T => ({
      ...whole,
      height,
      data: whole.data.subarray(0, WIDTH * height * channels),
    });
    const outcome = readWornGarment(cut(image, 3), {
      ...person,
      height,
      parts: cut(person.parts, 1),
      matte: cut(person.matte, 1),
    });
    assert.deepEqual(outcome, { ok: false, code: "GARMENT_UNREADABLE", stage: "garment" });
  });
});
