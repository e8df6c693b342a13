import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { runCli } from "./main.js";
import { EXIT, type CliSession } from "./session.js";

async function printScript(shell: string): Promise<string> {
  const printed: string[] = [];
  const session: CliSession = {
    print: (line) => void printed.push(line),
    warn: () => {},
    isTerminal: false,
    env: {},
    interruption: () => new AbortController().signal,
    exitCode: EXIT.ok,
  };
  assert.equal(await runCli(["completion", shell], session), 0);
  return printed.join("\n");
}

/** What bash offers for the last of these words. */
function complete(script: string, ...words: readonly string[]): readonly string[] {
  const quoted = ["drape", ...words].map((word) => `'${word}'`).join(" ");
  const code = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length}; _drape; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", code], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return stdout.split("\n").filter((line) => line !== "");
}

test("The script for bash completes commands, their commands, options and fixed values", async () => {
  const script = await printScript("bash");
  assert.ok(complete(script, "").includes("serve"));
  assert.deepEqual(complete(script, "try"), ["try-on"]);
  assert.deepEqual(complete(script, "keys", "ro"), ["rotate"]);
  assert.deepEqual(complete(script, "keys", "rotate", "an-id", "web"), ["webhook"]);
  assert.deepEqual(complete(script, "keys", "list", "--j"), ["--json"]);
  assert.deepEqual(complete(script, "completion", ""), ["bash", "zsh", "fish", "--help"]);
  assert.deepEqual(complete(script, "try-on", "pictures/m"), []); // bash offers files then
});

test("The scripts for zsh and fish name every command", async () => {
  assert.match(await printScript("zsh"), /^autoload -U \+X bashcompinit/);
  const fish = await printScript("fish");
  assert.match(fish, /^complete -c drape -n '__fish_use_subcommand' -f -a 'serve /);
  assert.match(fish, /-n '__fish_seen_subcommand_from keys; and __fish_seen_subcommand_from list' -l json$/m);
});
