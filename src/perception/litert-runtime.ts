import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { compileFunction } from "node:vm";
import { Tensor, loadAndCompile, loadLiteRt } from "@litertjs/core";

/** A compiled network with one square RGB input. */
export interface Network {
  /** Runs the network on `inputSizePx`² x 3 floats, interleaved, 0..1. Returns its outputs by number of elements. */
  run(input: Float32Array): Promise<ReadonlyMap<number, Float32Array>>;
  close(): void;
}

type ModuleFactory = (overrides: object) => Promise<object>;

/**
 * The build without relaxed SIMD: Node 20 lacks it, and the same build everywhere gives the same numbers everywhere.
 */
const RUNTIME_SCRIPT = "wasm/litert_wasm_compat_internal.js";

const require = createRequire(import.meta.url);

/** LiteRT is one per thread by its own design, so its promise is the one piece of module state here. */
let runtime: Promise<void> | undefined;

/**
 * Compiles a network. The first call of a thread starts the LiteRT runtime, later ones share it.
 * @throws Error if the bytes are no network that LiteRT can run.
 */
export async function compileNetwork(model: Uint8Array, inputSizePx: number): Promise<Network> {
  runtime ??= startRuntime();
  await runtime;
  const compiled = await loadAndCompile(model, { accelerator: "wasm" });
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
async function startRuntime(): Promise<void> {
  const scriptPath = join(dirname(require.resolve("@litertjs/core/package.json")), RUNTIME_SCRIPT);
  const wasmModule = await (
    await loadFactory(scriptPath)
  )({ locateFile: (name: string) => join(dirname(scriptPath), name) });
  const restoreGlobals = setGlobals({
    self: { ModuleFactory: () => Promise.resolve(wasmModule) },
    importScripts: () => {},
    // without WebGPU the loader warns at each start; a device of null is how it is told that the CPU is wanted
    navigator: { gpu: { requestAdapter: () => Promise.resolve(NO_GPU_ADAPTER) } },
  });
  try {
    await loadLiteRt(RUNTIME_SCRIPT);
  } finally {
    restoreGlobals();
  }
}

const NO_GPU_ADAPTER = {
  limits: {},
  features: new Set<string>(),
  requestDevice: () => Promise.resolve(null),
};

/** Evaluates the runtime's script, a CommonJS file in an ES module package, with a console that says nothing. */
async function loadFactory(scriptPath: string): Promise<ModuleFactory> {
  const source = await readFile(scriptPath, "utf8");
  // what compileFunction makes takes the parameters that it was given
  const evaluate = compileFunction(
    source,
    ["module", "exports", "require", "__filename", "__dirname", "console"],
    {
      filename: scriptPath,
    },
  ) as (...values: readonly unknown[]) => void;
  const holder: { exports: unknown } = { exports: {} };
  const silent = { log() {}, warn() {}, error() {}, info() {}, debug() {} };
  evaluate(holder, holder.exports, createRequire(scriptPath), scriptPath, dirname(scriptPath), silent);
  // the script assigns its factory to module.exports
  return holder.exports as ModuleFactory;
}

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
