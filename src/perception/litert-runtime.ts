import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { Tensor, loadAndCompile, loadLiteRt } from "@litertjs/core";
import {
  evaluateScript,
  hasRelaxedSimd,
  PLAIN_BUILD,
  THREADED_BUILD,
  type RuntimeBuild,
} from "./runtime-script.js";

/** A compiled network with one square RGB input. */
export interface Network {
  /** Runs the network on `inputSizePx`² x 3 floats, interleaved, 0..1. Returns its outputs by number of elements. */
  run(input: Float32Array): Promise<ReadonlyMap<number, Float32Array>>;
  close(): void;
}

/** LiteRT is one per thread by its own design, so its promise is the one piece of module state here. */
let runtime: Promise<RuntimeBuild> | undefined;

/**
 * Compiles a network. The first call of a thread starts the LiteRT runtime, later ones share it. A `large` one runs on two cores where there are
 * two: small ones lose more by sharing than they gain.
 * @throws Error if the bytes are no network that LiteRT can run.
 */
export async function compileNetwork(
  model: Uint8Array,
  inputSizePx: number,
  size: "small" | "large" = "small",
): Promise<Network> {
  runtime ??= startRuntime();
  const { threads } = await runtime;
  const numThreads = size === "large" ? threads : 1;
  const compiled = await loadAndCompile(model, { accelerator: "wasm", cpuOptions: { numThreads } });
  const shape = [1, inputSizePx, inputSizePx, 3];

  return {
    async run(input) {
      const tensor = new Tensor(input, shape);
      try {
        return takeOutputs(await compiled.run([tensor]));
      } finally {
        tensor.delete();
      }
    },
    close: () => compiled.delete(),
  };
}

/** Copies the outputs out of the runtime's memory and frees them there. */
function takeOutputs(outputs: readonly Tensor[]): Map<number, Float32Array> {
  const taken = new Map<number, Float32Array>();
  for (const output of outputs) {
    const data = output.toTypedArray();
    output.delete();
    if (!(data instanceof Float32Array))
      throw new TypeError("Cannot use a network whose outputs are not float32");
    taken.set(data.length, data);
  }
  return taken;
}

/**
 * LiteRT's loader is written for a browser: it injects a script that leaves a factory in `self`. Here the factory is made
 * first, and the loader sees just enough of a browser, for as long as it runs, to pick it up.
 */
async function startRuntime(): Promise<RuntimeBuild> {
  const build = availableParallelism() > 1 && hasRelaxedSimd() ? THREADED_BUILD : PLAIN_BUILD;
  const holder: { module?: object } = {};
  const restoreGlobals = setGlobals({
    self: { ModuleFactory: () => Promise.resolve(holder.module) },
    importScripts: () => {},
    // the script with threads sets it
    Worker,
    // without WebGPU the loader warns at each start; a device of null is how it is told that the CPU is wanted
    navigator: { gpu: { requestAdapter: () => Promise.resolve(NO_GPU_ADAPTER) } },
  });
  try {
    holder.module = await evaluateScript(build)({
      print() {},
      printErr() {},
      locateFile: (name: string) => join(dirname(build.script), name),
      mainScriptUrlOrBlob: fileURLToPath(new URL("./runtime-thread-entry.js", import.meta.url)),
    });
    await loadLiteRt(build.script);
  } finally {
    restoreGlobals();
  }
  return build;
}

const NO_GPU_ADAPTER = {
  limits: {},
  features: new Set<string>(),
  requestDevice: () => Promise.resolve(null),
};

/** Sets global properties and returns the function that puts everything back as it was. */
function setGlobals(values: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(values).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  };
}
