import { readFile } from "node:fs/promises";
import { decodeImage } from "../../src/codecs/mod.js";
import { KEYPOINT, type Image8, type PersonObservation } from "../../src/engine/mod.js";
import { createPerception } from "../../src/perception/mod.js";
import { projectPath } from "./run-drape.js";

/** A photo of a person and what perception sees in it. */
export interface SeenPerson {
  readonly photo: Image8;
  readonly observation: PersonObservation;
}

/** An example of this project, shrunk to a longer side. */
export async function loadExample(name: string, maxSidePx: number): Promise<Image8> {
  return decodeImage(await readFile(projectPath(`examples/${name}`)), { name, maxSidePx, flatten: true });
}

/** The example people, each with its observation. */
export async function loadPeople(names: readonly string[], maxSidePx: number): Promise<SeenPerson[]> {
  const perception = await createPerception();
  const people: SeenPerson[] = [];
  for (const name of names) {
    const photo = await loadExample(`people/${name}.jpg`, maxSidePx);
    const observation = await perception.observePerson(photo);
    if (observation === null) throw new Error(`Perception sees nobody in ${name}`);
    people.push({ photo, observation });
  }
  perception.close();
  return people;
}

/** The picture seen in a mirror. */
export function mirrorImage(image: Image8): Image8 {
  const { width, height, channels } = image;
  const data = new Uint8ClampedArray(image.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * channels;
      data.set(image.data.subarray(from, from + channels), (y * width + width - 1 - x) * channels);
    }
  }
  return { width, height, channels, data };
}

/** What perception would see in the mirror: left and right change places. */
export function mirrorPerson({ photo, observation }: SeenPerson): SeenPerson {
  const names = Object.keys(KEYPOINT) as (keyof typeof KEYPOINT)[];
  const keypoints = names.map((name) => {
    const other = name.replace(/left|right|Left|Right/, (side) => SWAPPED[side]!) as keyof typeof KEYPOINT;
    const k = observation.keypoints[KEYPOINT[other]]!;
    return { ...k, x: photo.width - k.x };
  });
  const { width, height, data } = observation.mask;
  const mask = { width, height, data: new Float32Array(data.length) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) mask.data[y * width + width - 1 - x] = data[y * width + x]!;
  }
  return { photo: mirrorImage(photo), observation: { ...observation, keypoints, mask } };
}

const SWAPPED: Readonly<Record<string, string>> = {
  left: "right",
  right: "left",
  Left: "Right",
  Right: "Left",
};

/** The observation of the same photo at another size. */
export function scaleObservation(
  observation: PersonObservation,
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): PersonObservation {
  const [kx, ky] = [to.width / from.width, to.height / from.height];
  const keypoints = observation.keypoints.map((k) => ({ ...k, x: kx * k.x, y: ky * k.y, z: kx * k.z }));
  return { ...observation, keypoints };
}

/** Mean difference of two pictures of one size, in levels. */
export function meanDifference(a: Image8, b: Image8): number {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels)
    throw new RangeError(`Cannot compare ${a.width}x${a.height} with ${b.width}x${b.height}`);
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs(a.data[i]! - b.data[i]!);
  return sum / a.data.length;
}
