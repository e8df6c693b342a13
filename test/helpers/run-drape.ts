import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

// From dist/test/helpers, where this file runs.
const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

export interface DrapeRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DrapeOptions {
  /** Working folder. @default the project */
  readonly cwd?: string;
  /** Variables besides this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Flags for Node itself. */
  readonly nodeFlags?: readonly string[];
  /** Another folder than the project that holds bin/. */
  readonly home?: string;
  /** Sends SIGINT when stdout first contains this. */
  readonly interruptAt?: string;
}

/** Path of a file of the project. */
export function projectPath(path: string): string {
  return PROJECT + path;
}

/** Runs `node bin/drape.js ARGS` to its end, as a user would. */
export async function runDrape(args: readonly string[], options: DrapeOptions = {}): Promise<DrapeRun> {
  const program = `${options.home ?? PROJECT}/bin/drape.js`;
  const child = spawn(process.execPath, [...(options.nodeFlags ?? []), program, ...args], {
    cwd: options.cwd ?? PROJECT,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let { interruptAt } = options;
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (interruptAt === undefined || !stdout.includes(interruptAt)) return;
    child.kill("SIGINT");
    interruptAt = undefined;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}
