import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DOCUMENT_SAMPLES, findProgram, runSample } from "../helpers/client-samples.js";
import type { Check } from "./check.js";

/** Programs that know nothing of this service. */
export const CLIENTS: readonly Check[] = [
  {
    sentence:
      "The document's five samples (curl, Python `urllib`, `fetch`, Java `HttpURLConnection`, PHP curl)",
    async run({ url, keys }) {
      const folder = await mkdtemp(join(tmpdir(), "drape-samples-"));
      try {
        for (const sample of DOCUMENT_SAMPLES) {
          const program = findProgram(sample);
          if (program === undefined) continue; // test/e2e/client-samples.test.ts says aloud which are not installed
          const result = join(folder, sample.file);
          const { code, output } = await runSample(program, sample, { url, keys, result });
          assert.equal(code, 0, `${sample.file}: ${output}`);
          assert.match((await readFile(result)).toString("latin1"), /^\x89PNG/, output);
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  },
];
