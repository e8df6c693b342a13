import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { compileFunction } from "node:vm";
import { Worker, type WorkerOptions } from "node:worker_threads";

/** A build of LiteRT's runtime. */
export interface RuntimeBuild {
  readonly script: string;
  /** Threads that one run of a network may use. */
  readonly threads: number;
}

const require = createRequire(import.meta.url);
const RUNTIME_DIR = join(dirname(require.resolve("@litertjs/core/package.json")), "wasm");

/** Runs on one core with what every Node has. */
export const PLAIN_BUILD: RuntimeBuild = {
  script: join(RUNTIME_DIR, "litert_wasm_compat_internal.js"),
  threads: 1,
};
/** Needs relaxed SIMD: LiteRT has no build with threads that does without. */
export const THREADED_BUILD: RuntimeBuild = {
  script: join(RUNTIME_DIR, "litert_wasm_threaded_internal.js"),
  threads: 2,
};

/** Node has it, its types do not. */
declare const WebAssembly: { validate(module: Uint8Array): boolean };

/** A module with one function that does i8x16.relaxed_swizzle. */
const RELAXED_MODULE = Buffer.from("AGFzbQEAAAABBQFgAAF7AwIBAAoPAQ0AQQH9D0EC/Q/9gAIL", "base64");

/** Whether WebAssembly has relaxed SIMD; Node 20 has it behind a flag, which is set then. Later Nodes have it anyway. */
export function hasRelaxedSimd(): boolean {
  if (!WebAssembly.validate(RELAXED_MODULE)) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(RELAXED_MODULE);
}

export type ModuleFactory = (overrides: object) => Promise<object>;

/** A thread of the runtime's own: without the flags that this process got for its main module, and no reason to go on living. */
class RuntimeThread extends Worker {
  constructor(path: string, options: WorkerOptions) {
    super(path, { ...options, execArgv: [] });
    this.unref();
  }
}

/** Evaluates a runtime's script, a CommonJS file in an ES module package, with a console that says nothing. It starts `threads` - 1 threads at once. */
export function evaluateScript({ script, threads }: RuntimeBuild): ModuleFactory {
  const holder: { exports: unknown } = { exports: {} };
  const silent = { log() {}, warn() {}, error() {}, info() {}, debug() {} };
  const values: Readonly<Record<string, unknown>> = {
    module: holder,
    exports: holder.exports,
    require: createRequire(script),
    __filename: script,
    __dirname: dirname(script),
    console: silent,
    Worker: RuntimeThread,
    navigator: { hardwareConcurrency: threads - 1 },
  };
  // what compileFunction makes takes the parameters that it was given
  const evaluate = compileFunction(readFileSync(script, "utf8"), Object.keys(values), {
    filename: script,
  }) as (...given: readonly unknown[]) => void;
  evaluate(...Object.values(values));
  // the script assigns its factory to module.exports
  return holder.exports as ModuleFactory;
}
