import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startOwnTarget, type OwnTarget } from "../conformance/lab.js";
import {
  DOCUMENT_SAMPLES,
  findProgram,
  PYJWT_SAMPLE,
  runSample,
  TYPESCRIPT_SAMPLES,
} from "../helpers/client-samples.js";
import { makeTempFolder } from "../helpers/temp-folder.js";

// Clients in the wild that must work unchanged: the document's five samples (curl, Python `urllib`, `fetch`, Java `HttpURLConnection`,
// PHP curl); Python clients that sign with PyJWT. Each runs as a program of its own, from submit to a picture on disk.

describe("client samples", () => {
  let own: OwnTarget;
  before(async () => {
    own = await startOwnTarget();
  });
  after(() => own.close());

  for (const sample of [...DOCUMENT_SAMPLES, PYJWT_SAMPLE, ...TYPESCRIPT_SAMPLES]) {
    const program = findProgram(sample);
    const skip =
      program === undefined
        ? `SKIPPED: ${sample.programs[0]} or what ${sample.file} needs is not installed here`
        : false;
    if (skip !== false) console.warn(skip);
    test(`examples/clients/${sample.file} gets a picture`, { skip }, async (t) => {
      const result = join(await makeTempFolder(t), "result.png");
      const { url, keys } = own.target;
      const { code, output } = await runSample(program ?? "", sample, { url, keys, result });
      assert.equal(code, 0, output);
      assert.match((await readFile(result)).toString("latin1"), /^\x89PNG/, output);
    });
  }
});
