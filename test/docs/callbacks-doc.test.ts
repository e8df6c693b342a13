import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { signWebhook } from "../../src/lib/webhook-signature.js";
import { projectPath } from "../helpers/run-drape.js";
import { makeTempFolder } from "../helpers/temp-folder.js";

// The samples of docs/callbacks.md, run as they stand there: each must accept a good message and refuse a changed one.

const SECRET = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
const BODY = '{"task_status":"succeed","text":"schön"}';

interface Sample {
  readonly file: string;
  /** Prints "true" or "false" for the message in argv: id, timestamp, signature, body. */
  readonly run: (code: string) => string;
  readonly command: (file: string) => readonly [string, ...string[]];
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  js: {
    file: "sample.mjs",
    run: (code) => `${code}
const [id, timestamp, signature, body] = process.argv.slice(2);
const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
console.log(verify(${JSON.stringify(SECRET)}, headers, body));`,
    command: (file) => [process.execPath, file],
  },
  python: {
    file: "sample.py",
    run: (code) => `${code}
import sys
id, timestamp, signature, body = sys.argv[1:]
headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
print(str(verify(${JSON.stringify(SECRET)}, headers, body.encode())).lower())`,
    command: (file) => ["python3", file],
  },
  php: {
    file: "sample.php",
    run: (code) => `<?php
${code}
[, $id, $timestamp, $signature, $body] = $argv;
$headers = ['webhook-id' => $id, 'webhook-timestamp' => $timestamp, 'webhook-signature' => $signature];
echo verify('${SECRET}', $headers, $body) ? 'true' : 'false';`,
    command: (file) => ["php", file],
  },
  java: {
    file: "Sample.java",
    run: (code) =>
      `${code.replace(
        "final class Callback",
        "class Main { public static void main(String[] a) throws Exception {\n" +
          `System.out.println(Callback.verify("${SECRET}", Map.of("webhook-id", a[0], "webhook-timestamp", a[1], "webhook-signature", a[2]), a[3])); } }\nfinal class Callback`,
      )}`,
    command: (file) => ["java", "-Dfile.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8", file],
  },
};

for (const [language, { file, run, command }] of Object.entries(SAMPLES)) {
  test(`docs/callbacks.md verifies a signature in ${language}`, async (t) => {
    const text = await readFile(projectPath("docs/callbacks.md"), "utf8");
    const code = new RegExp(`\`\`\`${language}\n(?<code>[^]*?)\n\`\`\``).exec(text)?.groups?.["code"];
    assert.ok(code !== undefined, `no sample in ${language}`);
    const path = join(await makeTempFolder(t), file);
    await writeFile(path, run(code));
    const [program, ...args] = command(path);
    const verify = (id: string, timestampS: number, signature: string, body: string) =>
      spawnSync(program, [...args, id, String(timestampS), signature, body], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C.UTF-8" },
      });
    const nowS = Math.floor(Date.now() / 1000);
    const good = signWebhook(SECRET, { id: "msg_1", timestampS: nowS, body: BODY });
    const first = verify("msg_1", nowS, `v1,AAAA ${good}`, BODY);
    if ((first.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT")
      return t.skip(`${program} is not installed`);
    assert.equal(first.stdout.trim(), "true", first.stderr);
    assert.equal(verify("msg_1", nowS, good, `${BODY} `).stdout.trim(), "false");
    const oldS = nowS - 400;
    const old = signWebhook(SECRET, { id: "msg_1", timestampS: oldS, body: BODY });
    assert.equal(verify("msg_1", oldS, old, BODY).stdout.trim(), "false");
    return undefined;
  });
}
