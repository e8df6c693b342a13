import assert from "node:assert/strict";
import { test } from "node:test";
import { createImage, createPlane, type Image8, type Mask } from "../image.js";
import { distanceToSegment } from "../kernels/polyline.js";
import { KEYPOINT, type Keypoint, type PersonObservation } from "../observation.js";
import { analysePerson } from "./analyse-person.js";
import { swapSides } from "./orient-pose.js";
import { PART, type PersonAnalysis } from "./types.js";

const [WIDTH, HEIGHT] = [241, 331];
const COLOUR = {
  backdrop: [228, 226, 222],
  hair: [52, 34, 24],
  skin: [214, 160, 132],
  upper: [40, 90, 170],
  lower: [46, 48, 52],
} as const;
type Thing = keyof typeof COLOUR;

/** Joints of the figure, in its pixels; the rest of the face follows from the nose. */
const JOINTS: Partial<Record<keyof typeof KEYPOINT, readonly [number, number]>> = {
  leftShoulder: [155, 100],
  rightShoulder: [87, 100],
  leftElbow: [172, 152],
  rightElbow: [68, 152],
  leftWrist: [180, 200],
  rightWrist: [62, 198],
  leftHip: [142, 212],
  rightHip: [100, 212],
  leftKnee: [144, 300],
  rightKnee: [98, 300],
};

function place(x: number, y: number): Keypoint {
  return { x, y, z: 0, visibility: 1, presence: 1 };
}

function drawKeypoints(): Keypoint[] {
  const points = Array.from({ length: 33 }, () => place(121, 330));
  const set = (name: keyof typeof KEYPOINT, x: number, y: number): void =>
    void (points[KEYPOINT[name]] = place(x, y));
  for (const [side, sign] of [
    ["left", 1],
    ["right", -1],
  ] as const) {
    for (const eye of ["EyeInner", "Eye", "EyeOuter"] as const) set(`${side}${eye}`, 121 + sign * 9, 46);
    set(`${side}Ear`, 121 + sign * 20, 50);
    set(side === "left" ? "mouthLeft" : "mouthRight", 121 + sign * 7, 66);
    for (const [name, dx, dy] of [
      ["Pinky", 4, 14],
      ["Index", 0, 16],
      ["Thumb", -4, 10],
    ] as const) {
      const wrist = JOINTS[`${side}Wrist`]!;
      set(`${side}${name}`, wrist[0] + sign * dx, wrist[1] + dy);
    }
    set(`${side}Ankle`, 121 + sign * 24, 380);
    set(`${side}Heel`, 121 + sign * 24, 390);
    set(`${side}FootIndex`, 121 + sign * 26, 396);
  }
  set("nose", 121, 56);
  for (const [name, [x, y]] of Object.entries(JOINTS))
    points[KEYPOINT[name as keyof typeof KEYPOINT]] = place(x, y);
  return points;
}

/** What the figure shows at a point: a short-sleeved top down to y = 205, trousers, bare forearms, bobbed hair. */
function thingAt(keypoints: readonly Keypoint[], x: number, y: number): Thing {
  const limb = (a: keyof typeof KEYPOINT, b: keyof typeof KEYPOINT): number =>
    distanceToSegment(keypoints[KEYPOINT[a]]!, keypoints[KEYPOINT[b]]!, x, y);
  for (const side of ["left", "right"] as const) {
    if (Math.min(limb(`${side}Elbow`, `${side}Wrist`), limb(`${side}Wrist`, `${side}Index`)) < 7)
      return "skin";
    if (limb(`${side}Shoulder`, `${side}Elbow`) < 11) return y < 135 ? "upper" : "skin";
  }
  if (Math.hypot((x - 121) / 18, (y - 56) / 26) < 1) return "skin";
  if (Math.hypot((x - 121) / 26, (y - 50) / 34) < 1) return "hair";
  if (Math.abs(x - 121) < 9 && y > 70 && y < 98) return "skin";
  if (y >= 92 && y < 205 && Math.abs(x - 121) < 36) return "upper";
  if (y >= 205 && Math.abs(x - 121) < 34 && (y < 225 || Math.abs(x - 121) > 6)) return "lower";
  return "backdrop";
}

interface Scene {
  readonly image: Image8;
  readonly observation: PersonObservation;
  readonly things: readonly Thing[];
}

function drawScene(): Scene {
  const keypoints = drawKeypoints();
  const image = createImage(WIDTH, HEIGHT, 3);
  const mask = createPlane(WIDTH, HEIGHT);
  const things: Thing[] = [];
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      const thing = thingAt(keypoints, x + 0.5, y + 0.5);
      // Symmetric grain, so that the mirrored picture is the same picture
      const grain = ((Math.abs(x - 120) * 13 + y * 7) % 9) - 4;
      for (let c = 0; c < 3; c++) image.data[3 * i + c] = COLOUR[thing][c]! + grain;
      mask.data[i] = thing === "backdrop" ? 0.01 : 0.98;
      things.push(thing);
    }
  }
  return { image, observation: { presence: 0.99, keypoints, mask }, things };
}

function mirrorScene({ image, observation }: Scene): Scene {
  const flipped = createImage(WIDTH, HEIGHT, 3);
  const mask = createPlane(WIDTH, HEIGHT);
  for (let y = 0, i = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, i++) {
      const from = y * WIDTH + WIDTH - 1 - x;
      mask.data[i] = observation.mask.data[from]!;
      for (let c = 0; c < 3; c++) flipped.data[3 * i + c] = image.data[3 * from + c]!;
    }
  }
  const keypoints = swapSides(observation.keypoints.map((k) => ({ ...k, x: WIDTH - k.x })));
  return { image: flipped, observation: { ...observation, keypoints, mask }, things: [] };
}

function analyse({ image, observation }: Scene): PersonAnalysis {
  const outcome = analysePerson(image, observation);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
}

function partAt(parts: Mask, x: number, y: number): number {
  return parts.data[y * WIDTH + x]!;
}

test("analysePerson() names the parts of a drawn figure", () => {
  const { parts } = analyse(drawScene());
  assert.equal(partAt(parts, 121, 60), PART.face);
  assert.equal(partAt(parts, 121, 21), PART.hair);
  assert.equal(partAt(parts, 121, 94), PART.neck);
  assert.equal(partAt(parts, 121, 150), PART.upper);
  assert.equal(partAt(parts, 160, 115), PART.upper);
  assert.equal(partAt(parts, 175, 165), PART.leftArm);
  assert.equal(partAt(parts, 66, 170), PART.rightArm);
  assert.equal(partAt(parts, 180, 210), PART.leftHand);
  assert.equal(partAt(parts, 140, 240), PART.lower);
  assert.equal(partAt(parts, 10, 10), PART.background);
});

test("analysePerson() puts every border of a drawn figure within a pixel", () => {
  const scene = drawScene();
  const { parts, matte } = analyse(scene);
  const expected: Record<Thing, readonly number[]> = {
    backdrop: [PART.background],
    hair: [PART.hair],
    skin: [PART.face, PART.neck, PART.leftArm, PART.rightArm, PART.leftHand, PART.rightHand],
    upper: [PART.upper],
    lower: [PART.lower],
  };
  let wrong = 0;
  for (let y = 2; y < HEIGHT - 2; y++) {
    for (let x = 2; x < WIDTH - 2; x++) {
      const i = y * WIDTH + x;
      const thing = scene.things[i]!;
      if (scene.things[i - 1] !== thing || scene.things[i + 1] !== thing) continue;
      if (scene.things[i - WIDTH] !== thing || scene.things[i + WIDTH] !== thing) continue;
      if (!expected[thing].includes(parts.data[i]!)) wrong++;
    }
  }
  assert.ok(wrong < 0.004 * WIDTH * HEIGHT, `${wrong} pixels`);
  assert.equal(matte.data[150 * WIDTH + 121], 255);
  assert.equal(matte.data[20 * WIDTH + 20], 0);
});

test("analysePerson() bears probabilities a rounding error outside 0..1", () => {
  const scene = drawScene();
  const data = scene.observation.mask.data.map((p) => (p > 0.5 ? 1.00001 : -1e-5));
  const mask = { ...scene.observation.mask, data };
  const { parts, confidence } = analyse({ ...scene, observation: { ...scene.observation, mask } });
  assert.equal(partAt(parts, 121, 150), PART.upper);
  assert.ok(confidence > 0.8 && confidence <= 1, `${confidence}`);
});

test("analysePerson() gives a mirrored figure mirrored parts with left and right exchanged", () => {
  const scene = drawScene();
  const [straight, mirrored] = [analyse(scene), analyse(mirrorScene(scene))];
  const other = new Map<number, number>([
    [PART.leftArm, PART.rightArm],
    [PART.rightArm, PART.leftArm],
    [PART.leftHand, PART.rightHand],
    [PART.rightHand, PART.leftHand],
  ]);
  let differing = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const part = partAt(straight.parts, x, y);
      if (partAt(mirrored.parts, WIDTH - 1 - x, y) !== (other.get(part) ?? part)) differing++;
    }
  }
  assert.ok(differing < 0.005 * WIDTH * HEIGHT, `${differing} pixels`);
});

test("analysePerson() takes a turtleneck in a colour that nothing else has for cloth, not for skin", () => {
  const { image, observation } = drawScene();
  for (let y = 82; y < 98; y++)
    for (let x = 112; x < 131; x++) image.data.set([90, 170, 150], 3 * (y * WIDTH + x));
  const outcome = analysePerson(image, observation);
  assert.ok(outcome.ok);
  assert.equal(outcome.value.parts.data[90 * WIDTH + 121], PART.upper);
});

test("analysePerson() refuses a small person, a side view, a back and a trunk outside the frame", () => {
  const scene = drawScene();
  const refuse = (change: (k: Keypoint) => Keypoint): string => {
    const keypoints = scene.observation.keypoints.map(change);
    const outcome = analysePerson(scene.image, { ...scene.observation, keypoints });
    return outcome.ok ? "accepted" : outcome.code;
  };
  assert.equal(
    refuse((k) => ({ ...k, x: k.x * 0.3 + 80, y: k.y * 0.3 + 100 })),
    "PERSON_TOO_SMALL",
  );
  assert.equal(
    refuse((k) => ({ ...k, x: 121 + (k.x - 121) * 0.2 })),
    "PERSON_NOT_FACING",
  );
  assert.equal(
    refuse((k) => ({ ...k, x: 242 - k.x })),
    "PERSON_NOT_FACING",
  );
  assert.equal(
    refuse((k) => ({ ...k, y: k.y + 260 })),
    "PERSON_CUT_OFF",
  );
});

test("analysePerson() takes a reversed figure whose head is cut off for a front view", () => {
  const scene = drawScene();
  const keypoints = scene.observation.keypoints.map((k, i) => ({
    ...k,
    x: WIDTH - k.x,
    y: i <= KEYPOINT.mouthRight ? -20 : k.y,
  }));
  const outcome = analysePerson(scene.image, { ...scene.observation, keypoints });
  assert.ok(outcome.ok);
  const { leftShoulder, rightShoulder } = KEYPOINT;
  assert.ok(outcome.value.keypoints[leftShoulder]!.x > outcome.value.keypoints[rightShoulder]!.x);
});
