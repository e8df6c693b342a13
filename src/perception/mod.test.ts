import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { drawFigure, JOINTS, placeOnCanvas } from "../../test/helpers/draw-figure.js";
import { createImage, KEYPOINT, type PersonObservation } from "../engine/mod.js";
import { createPerception, ModelMissingError, type ClosablePerception } from "./mod.js";

/** The first core that this process may use, as the system numbers them. */
function firstCore(): string {
  const { stdout } = spawnSync("taskset", ["--cpu-list", "--pid", String(process.pid)], { encoding: "utf8" });
  return /: (\d+)/.exec(stdout)![1]!;
}

const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;
const FIGURE_URL = new URL("../../test/helpers/draw-figure.js", import.meta.url).href;
const MODULE_URL = new URL("./mod.js", import.meta.url).href;
/** How far a joint may lie from where it was drawn: an eighth of the figure's torso. */
const JOINT_TOLERANCE_PX = 16;

function assertFigureAt(observation: PersonObservation | null, x: number, y: number): void {
  assert.ok(observation !== null, "the figure is found");
  assert.ok(observation.presence > 0.9, `presence ${observation.presence}`);
  assert.equal(observation.keypoints.length, 33);
  for (const [name, joint] of Object.entries(JOINTS) as [keyof typeof JOINTS, { x: number; y: number }][]) {
    const seen = observation.keypoints[KEYPOINT[name]]!;
    const error = Math.hypot(seen.x - x - joint.x, seen.y - y - joint.y);
    assert.ok(error < JOINT_TOLERANCE_PX, `${name} is ${error.toFixed(1)} px off`);
  }
}

function maskAt({ mask }: PersonObservation, xNorm: number, yNorm: number): number {
  return mask.data[Math.floor(yNorm * mask.height) * mask.width + Math.floor(xNorm * mask.width)]!;
}

describe("createPerception()", () => {
  let perception: ClosablePerception;
  before(async () => {
    perception = await createPerception();
  });
  after(() => perception.close());

  test("finds the joints and the outline of a drawn figure", async () => {
    const observation = await perception.observePerson(drawFigure());
    assertFigureAt(observation, 0, 0);
    const seen = observation!;
    const { visibility, presence } = seen.keypoints[KEYPOINT.leftShoulder]!;
    assert.ok(visibility > 0.9 && presence > 0.9, `visibility ${visibility}, presence ${presence}`);
    assert.deepEqual([seen.mask.width, seen.mask.height], [384, 512]);
    assert.ok(maskAt(seen, 192 / 384, 220 / 512) > 0.9, "the chest is person");
    assert.ok(maskAt(seen, 170 / 384, 400 / 512) > 0.9, "a leg is person");
    assert.ok(maskAt(seen, 60 / 384, 100 / 512) < 0.1, "the wall is not");
  });

  test("sees the same twice", async () => {
    const picture = drawFigure();
    assert.deepEqual(await perception.observePerson(picture), await perception.observePerson(picture));
  });

  test("finds a small figure at the side of a wide picture", async () => {
    const picture = placeOnCanvas(drawFigure(), { width: 1800, height: 620, x: 1380, y: 90 });
    assertFigureAt(await perception.observePerson(picture), 1380, 90);
  });

  test("says null for a picture without a person", async () => {
    assert.equal(await perception.observePerson(createImage(640, 480, 3)), null);
  });

  test("may be created twice", async () => {
    const other = await createPerception();
    other.close();
    assertFigureAt(await perception.observePerson(drawFigure()), 0, 0);
  });

  test("names the missing model file and what to do", async () => {
    await assert.rejects(
      createPerception({ modelDir: fileURLToPath(new URL("nowhere", import.meta.url)) }),
      (error) => {
        assert.ok(error instanceof ModelMissingError);
        assert.equal(error.code, "MODEL_MISSING");
        assert.match(
          error.message,
          /^Run npm ci to install the model file \w+\.tflite: it is missing from .*nowhere$/,
        );
        return true;
      },
    );
  });
});

describe("createPerception() in a fresh process", () => {
  test("prints nothing and leaves no globals behind", () => {
    const script = `
      const { createPerception } = await import(${JSON.stringify(MODULE_URL)});
      const before = Object.getOwnPropertyNames(globalThis);
      const perception = await createPerception();
      await perception.observePerson({ width: 300, height: 300, channels: 3, data: new Uint8Array(270000) });
      perception.close();
      const left = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
      process.exitCode = left.length;`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { encoding: "utf8" },
    );
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  });

  test("runs in a worker thread", async () => {
    const script = `
      const { parentPort, workerData } = require("node:worker_threads");
      import(workerData.url).then(async ({ createPerception }) => {
        const perception = await createPerception();
        parentPort.postMessage(await perception.observePerson(workerData.picture));
        perception.close();
      });`;
    const worker = new Worker(script, { eval: true, workerData: { url: MODULE_URL, picture: drawFigure() } });
    const [observation] = (await once(worker, "message")) as [PersonObservation];
    await worker.terminate();
    assertFigureAt(observation, 0, 0);
  });

  test("sees on one core what it sees on two", { skip: !canPin && "needs taskset and two cores" }, () => {
    const script = `
      const { createPerception } = await import(${JSON.stringify(MODULE_URL)});
      const { drawFigure } = await import(${JSON.stringify(FIGURE_URL)});
      const perception = await createPerception();
      const { keypoints } = await perception.observePerson(drawFigure());
      perception.close();
      console.log(JSON.stringify(keypoints.map(({ x, y }) => [x, y])));`;
    const see = (command: string, ...args: readonly string[]): [number, number][] => {
      const { stdout, stderr } = spawnSync(command, [...args, "--input-type=module", "--eval", script], {
        encoding: "utf8",
      });
      assert.equal(stderr, "");
      return JSON.parse(stdout) as [number, number][];
    };
    const onTwo = see(process.execPath);
    const onOne = see("taskset", "--cpu-list", firstCore(), process.execPath);
    // the builds round differently
    for (const [i, [x, y]] of onOne.entries())
      assert.ok(Math.hypot(x - onTwo[i]![0], y - onTwo[i]![1]) < 0.1, `keypoint ${i}`);
  });
});
