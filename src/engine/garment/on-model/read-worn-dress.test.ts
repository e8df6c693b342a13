import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createImage, createMask, type Image8 } from "../../image.js";
import { KEYPOINT, type Keypoint } from "../../observation.js";
import type { Outcome } from "../../outcome.js";
import { PART, type PersonAnalysis } from "../../person/types.js";
import type { DressGarmentAnalysis } from "../types.js";
import { readWornDress } from "./analyse-worn-garment.js";
import { isOnePiece } from "./is-one-piece.js";

const [WIDTH, HEIGHT] = [300, 560];
const HEM_Y = 400;
const HIPS_Y = 250;
const CLOTH = [40, 90, 170] as const;
const OTHER_CLOTH = [170, 60, 50] as const;
const SKIN = [214, 160, 132] as const;
const BACKDROP = [228, 226, 222] as const;

interface Look {
  /** The colour below the hips. */
  readonly skirt?: readonly number[];
  readonly isTrousers?: boolean;
  readonly hasHand?: boolean;
  readonly height?: number;
}

/** The half width of an A-line dress. */
const halfWidth = (y: number): number => (y < HIPS_Y ? 40 : 40 + 0.2 * (y - HIPS_Y));

/** A model in a sleeveless dress, which the parsing cuts at the hips into an upper and a lower garment. */
function drawModel(look: Look = {}): { image: Image8; person: PersonAnalysis } {
  const height = look.height ?? HEIGHT;
  const image = createImage(WIDTH, height, 3);
  const parts = createMask(WIDTH, height);
  const partAt = (x: number, y: number): number => {
    const isAtLeg = Math.abs(Math.abs(x - 150) - 24) < 15;
    if (look.hasHand === true && Math.hypot(x - 200, y - 285) < 14) return PART.leftHand;
    if (Math.hypot((x - 150) / 22, (y - 56) / 30) < 1) return PART.face;
    if (Math.abs(x - 150) < 14 && y > 70 && y < 106) return PART.neck;
    const armX = 198 + 0.28 * (y - 110);
    if (y > 105 && y < 262 && Math.abs(Math.abs(x - 150) + 150 - armX) < 11)
      return x > 150 ? PART.leftArm : PART.rightArm;
    if (y >= 96 && y < HIPS_Y && Math.abs(x - 150) < 40) return PART.upper;
    if (look.isTrousers === true && y >= HIPS_Y && y < 500 && (isAtLeg || y < 290)) return PART.lower;
    if (y >= HIPS_Y && y < HEM_Y && Math.abs(x - 150) < halfWidth(y)) return PART.lower;
    if (y >= HEM_Y && y < 520 && isAtLeg) return PART.leg;
    return PART.background;
  };
  const colours: Readonly<Record<number, readonly number[]>> = {
    [PART.background]: BACKDROP,
    [PART.upper]: CLOTH,
    [PART.lower]: look.skirt ?? CLOTH,
  };
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < WIDTH; x++, i++) {
      parts.data[i] = partAt(x + 0.5, y + 0.5);
      image.data.set(colours[parts.data[i]!] ?? SKIN, 3 * i);
    }
  const matte = { ...parts, data: parts.data.map((v) => (v === PART.background ? 0 : 255)) };
  const known = { presence: 1, light: 1, blurPx: 0, confidence: 1, warnings: [], keypoints: drawJoints() };
  return { image, person: { width: WIDTH, height, matte, parts, ...known } };
}

function drawJoints(): Keypoint[] {
  const points = Array.from({ length: 33 }, () => ({ x: 150, y: 60 }));
  for (const [side, sign] of [
    ["left", 1],
    ["right", -1],
  ] as const) {
    points[KEYPOINT[`${side}Shoulder`]] = { x: 150 + sign * 46, y: 110 };
    points[KEYPOINT[`${side}Elbow`]] = { x: 150 + sign * 70, y: 190 };
    points[KEYPOINT[`${side}Wrist`]] = { x: 150 + sign * 82, y: 262 };
    points[KEYPOINT[`${side}Hip`]] = { x: 150 + sign * 26, y: HIPS_Y };
    points[KEYPOINT[`${side}Knee`]] = { x: 150 + sign * 24, y: 370 };
    points[KEYPOINT[`${side}Ankle`]] = { x: 150 + sign * 24, y: 490 };
  }
  return points.map((p) => ({ ...p, z: 0, visibility: 1, presence: 1 }));
}

function read({ image, person }: ReturnType<typeof drawModel>): DressGarmentAnalysis {
  const outcome = readWornDress(image, person);
  if (!outcome.ok) assert.fail(outcome.code);
  return outcome.value;
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? "read" : outcome.code;
}

describe("readWornDress()", () => {
  test("measures a dress from its shoulders to its hem", () => {
    const dress = read(drawModel());
    assert.equal(dress.kind, "dress");
    assert.equal(dress.sleeveLength, "none");
    assert.deepEqual(dress.warnings, []);
    const length = dress.left.hem.y - dress.left.armpit.y;
    assert.ok(Math.abs(length - (HEM_Y - 140)) < 8, `length ${length}`);
    const hem = dress.left.hem.x - dress.right.hem.x;
    assert.ok(Math.abs(hem - 2 * halfWidth(HEM_Y)) < 8, `hem ${hem}`);
  });

  test("a hand before the skirt's side does not dent it, and is painted over", () => {
    const [whole, hidden] = [read(drawModel()), read(drawModel({ hasHand: true }))];
    whole.left.seam.forEach((p, i) => {
      const q = hidden.left.seam[i]!;
      assert.ok(Math.abs(p.x - q.x) < 6, `at ${p.y}: ${p.x}, ${q.x}`);
    });
    const { colour, matte } = hidden;
    let skin = 0;
    for (let i = 0; i < matte.data.length; i++) if (matte.data[i]! > 200 && colour.data[3 * i]! > 150) skin++;
    assert.ok(skin < 40, `skin at ${skin} pixels`);
  });

  test("refuses a skirt that the frame cuts off", () => {
    const { image, person } = drawModel({ height: 360 });
    assert.equal(codeOf(readWornDress(image, person)), "GARMENT_CUT_OFF");
  });

  test("refuses trousers, and a model who sits", () => {
    const { image, person } = drawModel({ isTrousers: true });
    assert.equal(codeOf(readWornDress(image, person)), "GARMENT_NOT_OF_KIND");
    const dressed = drawModel();
    const seated: PersonAnalysis = { ...dressed.person, warnings: ["person-seated"] };
    assert.equal(codeOf(readWornDress(dressed.image, seated)), "GARMENT_ON_MODEL");
  });
});

describe("isOnePiece()", () => {
  const isDress = ({ image, person }: ReturnType<typeof drawModel>): boolean => isOnePiece(image, person);

  test("is true of one cloth about both legs, above their skin", () => {
    assert.equal(isDress(drawModel()), true);
  });

  test("is false of a skirt of another colour, of trousers, and of what the frame cuts off", () => {
    assert.equal(isDress(drawModel({ skirt: OTHER_CLOTH })), false);
    assert.equal(isDress(drawModel({ isTrousers: true })), false);
    assert.equal(isDress(drawModel({ height: 360 })), false);
  });
});
