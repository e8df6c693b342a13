import assert from "node:assert/strict";
import { test } from "node:test";
import { Turnstile } from "./turnstile.js";

test("pass() lets one through in a turn of the event loop, in the order of the calls", async () => {
  const turnstile = new Turnstile();
  let turn = 0;
  let isOpen = true;
  const count = (): void => {
    turn++;
    if (isOpen) setImmediate(count);
  };
  setImmediate(count);
  const seen: { name: string; turn: number }[] = [];
  const pass = async (name: string): Promise<void> => {
    await turnstile.pass();
    seen.push({ name, turn });
  };
  await Promise.all(["a", "b", "c"].map(pass));
  isOpen = false;
  assert.deepEqual(
    seen.map(({ name }) => name),
    ["a", "b", "c"],
  );
  const turns = seen.map((entry) => entry.turn);
  assert.equal(new Set(turns).size, 3, `turns ${turns.join()}`);
});
