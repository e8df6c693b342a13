import { spawn, spawnSync } from "node:child_process";
import { projectPath } from "./run-drape.js";

/** A program of examples/clients and what can run it. */
export interface ClientSample {
  readonly file: string;
  /** The first that has what it needs is taken: Debian's packages belong to its own Python. */
  readonly programs: readonly string[];
  /** Tells whether the program and what it needs are there. */
  readonly probe: readonly string[];
}

/** The five samples of the gateway's document. */
export const DOCUMENT_SAMPLES: readonly ClientSample[] = [
  { file: "curl.sh", programs: ["bash"], probe: ["-c", "command -v curl base64 sed tr"] },
  { file: "python_urllib.py", programs: ["python3", "/usr/bin/python3"], probe: ["--version"] },
  { file: "javascript_fetch.mjs", programs: [process.execPath], probe: ["--version"] },
  { file: "VirtualTryOn.java", programs: ["java"], probe: ["--list-modules", "jdk.compiler"] },
  { file: "php_curl.php", programs: ["php"], probe: ["-r", "exit(function_exists('curl_init') ? 0 : 1);"] },
];

/** A client of front B as people write them in Python. */
export const PYJWT_SAMPLE: ClientSample = {
  file: "python_pyjwt.py",
  programs: ["python3", "/usr/bin/python3"],
  probe: ["-c", "import jwt; jwt.encode"],
};

/** Programs with drape/client, as they are compiled. */
export const TYPESCRIPT_SAMPLES: readonly ClientSample[] = ["try-on", "kling"].map((name) => ({
  file: `typescript/${name}.js`,
  programs: [process.execPath],
  probe: ["--version"],
}));

/** The program that can run the sample here; undefined when none is installed. */
export function findProgram({ programs, probe }: ClientSample): string | undefined {
  return programs.find((name) => spawnSync(name, probe).status === 0);
}

export interface SampleRun {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a sample beside this process, which may serve it: it asks the server for one try-on and writes the picture to `result`. */
export function runSample(
  program: string,
  { file }: ClientSample,
  at: {
    readonly url: string;
    readonly keys: {
      readonly subscriptionKey: string;
      readonly accessKey: string;
      readonly secretKey: string;
    };
    readonly result: string;
  },
): Promise<SampleRun> {
  const folder = file.startsWith("typescript/") ? "dist/examples/clients" : "examples/clients";
  const pictures = ["examples/people/woman.jpg", "examples/garments/shirt.jpg"].map(projectPath);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [projectPath(`${folder}/${file}`), ...pictures, at.result], {
      env: {
        ...process.env,
        DRAPE_URL: at.url,
        DRAPE_KEY: at.keys.subscriptionKey,
        DRAPE_ACCESS_KEY: at.keys.accessKey,
        DRAPE_SECRET_KEY: at.keys.secretKey,
      },
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    child.on("error", reject).on("close", (code) => resolve({ code, output }));
  });
}
