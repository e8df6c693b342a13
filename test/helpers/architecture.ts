import { posix } from "node:path";

/** Source text by path from the project's root, as in `src/engine/mod.ts`. */
export type Sources = ReadonlyMap<string, string>;

/**
 * Which folder (or file, without its suffix) below src/ may import which. A folder that is missing here fails the test: a
 * new one is a decision. Tests and contract suites are free.
 */
export const LAYERS: Readonly<Record<string, readonly string[] | "anything">> = {
  engine: [],
  lib: [],
  codecs: ["engine", "lib"],
  storage: ["lib"],
  webhooks: ["lib", "db", "tasks"], // writes its outbox in the task's transaction: a TaskHook
  db: ["lib"],
  accounts: ["lib", "db", "tasks"], // counts tasks in their own transaction: a TaskHook
  tasks: ["lib", "db"],
  metrics: ["db", "tasks", "webhooks"], // counts ends of tasks: a TaskHook
  perception: ["engine", "lib"],
  jobs: ["engine", "perception", "codecs", "storage", "lib"],
  api: ["tasks", "accounts", "webhooks", "storage", "codecs", "lib", "engine"],
  client: ["api", "lib"],
  config: ["lib"],
  cli: [
    "accounts",
    "webhooks",
    "jobs",
    "perception",
    "codecs",
    "engine",
    "client",
    "config",
    "main",
    "move",
    "lib",
  ],
  // Parts of the composition root.
  background: "anything",
  "engine-runner": "anything",
  "operator-server": "anything",
  pages: "anything",
  move: "anything",
  "run-job": "anything",
  "secret-key": ["lib"],
  stores: "anything",
  "task-cleanup": "anything",
  widget: "anything",
  main: "anything",
};

/** Files of one thing each, so that there is nothing for a mod.ts to sum up. */
const FOLDERS_WITHOUT_MOD = ["lib"];
/** The session only passes it on to loadConfig() of config.ts. */
const READERS_OF_ENVIRONMENT = ["src/config.ts", "src/cli/process-session.ts"];
const MAX_LINES = 300;
/** Tables, which are long because the world is. */
const LONG_FILES: readonly string[] = [];

/** Names every place where the sources break the rules; an empty list is a pass. */
export function findFaults(sources: Sources): readonly string[] {
  const faults: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const [path, text] of sources) {
    if (/\.(test|contract)\.ts$/.test(path)) continue;
    const code = stripComments(text);
    const specifiers = listImports(code);
    faults.push(...specifiers.flatMap((specifier) => checkImport(path, specifier, sources)));
    faults.push(...checkText(path, code, text));
    graph.set(
      path,
      specifiers
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => resolveImport(path, specifier)),
    );
  }
  return [...faults, ...findCycles(graph)];
}

function checkImport(path: string, specifier: string, sources: Sources): string[] {
  const folder = folderOf(path);
  if (!specifier.startsWith(".")) {
    return folder === "engine" ? [`${path}: the engine imports nothing from outside (${specifier})`] : [];
  }
  const target = resolveImport(path, specifier);
  if (!sources.has(target)) return [`${path}: no such file (${specifier})`];
  const targetFolder = folderOf(target);
  if (targetFolder === folder) return [];
  const allowed = LAYERS[folder] ?? [];
  if (allowed !== "anything" && !allowed.includes(targetFolder)) {
    return [`${path}: ${folder} must not import ${targetFolder} (${specifier})`];
  }
  const isFolder = target.split("/").length > 2;
  if (isFolder && !FOLDERS_WITHOUT_MOD.includes(targetFolder) && !/\/(mod|types)\.ts$/.test(target)) {
    return [`${path}: import ${targetFolder} through its mod.ts or types.ts (${specifier})`];
  }
  return [];
}

function checkText(path: string, code: string, text: string): string[] {
  const faults: string[] = [];
  if (!READERS_OF_ENVIRONMENT.includes(path) && /\bprocess\s*\.\s*env\b/.test(code)) {
    faults.push(`${path}: only ${READERS_OF_ENVIRONMENT.join(" and ")} may read the environment`);
  }
  if (folderOf(path) !== "cli" && /\bconsole\s*\./.test(code)) {
    faults.push(`${path}: log through the logger, not the console`);
  }
  const lineCount = text.trimEnd().split("\n").length;
  if (lineCount > MAX_LINES && !LONG_FILES.includes(path)) {
    faults.push(`${path}: ${lineCount} lines, at most ${MAX_LINES}`);
  }
  return faults;
}

/** Finds each cycle once, by depth-first search. Imports of types count: they bind the files' meaning as much. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push(`cycle: ${[...trail.slice(start), path].join(" -> ")}`);
    if (start !== -1 || finished.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}

/** `src/engine/warp/mod.ts` lies in engine, `src/main.ts` in main. */
function folderOf(path: string): string {
  return path.split("/")[1]!.replace(/\.ts$/, "");
}

function resolveImport(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, ".ts");
}

/** TypeScript 7 has no compiler API; our sources keep one form of import, which these expressions read. */
function listImports(code: string): string[] {
  const statements = /\b(?:import|export)\b[^;"'`()]*?\bfrom\s*["']([^"']+)["']/g;
  const sideEffects = /\bimport\s*["']([^"']+)["']/g;
  const dynamic = /\bimport\s*\(\s*["']([^"']+)["']/g;
  return [statements, sideEffects, dynamic].flatMap((form) =>
    [...code.matchAll(form)].map((match) => match[1]!),
  );
}

/** Blanks comments and keeps strings, in which `//` and the like are no comments. */
function stripComments(text: string): string {
  const stringOrComment =
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(stringOrComment, (_, string: string | undefined) => string ?? " ");
}
