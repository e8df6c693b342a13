import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startOwnTarget, type OwnTarget } from "../conformance/lab.js";
import { projectPath } from "../helpers/run-drape.js";
import { makeTempFolder } from "../helpers/temp-folder.js";

// Clients in the wild that must work unchanged: the document's five samples (curl, Python `urllib`, `fetch`, Java `HttpURLConnection`,
// PHP curl); Python clients that sign with PyJWT. Each runs as a program of its own, from submit to a picture on disk.

interface Sample {
  readonly file: string;
  /** The first that has what it needs is taken: Debian's packages belong to its own Python. */
  readonly programs: readonly string[];
  /** Tells whether the program and what it needs are there. */
  readonly probe: readonly string[];
}

const SAMPLES: readonly Sample[] = [
  { file: "curl.sh", programs: ["bash"], probe: ["-c", "command -v curl base64 sed tr"] },
  { file: "python_urllib.py", programs: ["python3", "/usr/bin/python3"], probe: ["--version"] },
  { file: "javascript_fetch.mjs", programs: [process.execPath], probe: ["--version"] },
  { file: "VirtualTryOn.java", programs: ["java"], probe: ["--list-modules", "jdk.compiler"] },
  { file: "php_curl.php", programs: ["php"], probe: ["-r", "exit(function_exists('curl_init') ? 0 : 1);"] },
  {
    file: "python_pyjwt.py",
    programs: ["python3", "/usr/bin/python3"],
    probe: ["-c", "import jwt; jwt.encode"],
  },
];

interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a sample beside this process, which serves it. */
function runSample(
  program: string,
  file: string,
  files: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [projectPath(`examples/clients/${file}`), ...files], {
      env: { ...process.env, ...env },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    child.on("error", reject).on("close", (code) => resolve({ code, output }));
  });
}

describe("client samples", () => {
  let own: OwnTarget;
  before(async () => {
    own = await startOwnTarget();
  });
  after(() => own.close());

  for (const sample of SAMPLES) {
    const program = sample.programs.find((name) => spawnSync(name, sample.probe).status === 0);
    const skip =
      program === undefined
        ? `SKIPPED: ${sample.programs[0]} or what ${sample.file} needs is not installed here`
        : false;
    if (skip !== false) console.warn(skip);
    test(`examples/clients/${sample.file} gets a picture`, { skip }, async (t) => {
      const result = join(await makeTempFolder(t), "result.png");
      const files = [
        projectPath("examples/people/woman.jpg"),
        projectPath("examples/garments/shirt.jpg"),
        result,
      ];
      const { url, keys } = own.target;
      const { code, output } = await runSample(program ?? "", sample.file, files, {
        DRAPE_URL: url,
        DRAPE_KEY: keys.subscriptionKey,
        DRAPE_ACCESS_KEY: keys.accessKey,
        DRAPE_SECRET_KEY: keys.secretKey,
      });
      assert.equal(code, 0, output);
      assert.match((await readFile(result)).toString("latin1"), /^\x89PNG/, output);
    });
  }
});
