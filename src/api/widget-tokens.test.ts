import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../lib/errors.js";
import { WidgetTokens } from "./widget-tokens.js";

const NOW_MS = 1_731_928_289_000;
const GRANT = {
  subscriptionId: "shop",
  origin: "https://shop.example",
  garment: "https://shop.example/a.jpg",
  count: 2,
  expiresAtMs: NOW_MS + 60_000,
};
const HOUR_MS = 3600_000;

test("WidgetTokens reads what it has issued, also for a day after it has expired, and then no more", async () => {
  const tokens = new WidgetTokens("a secret");
  const token = await tokens.issue(GRANT);
  const { id, ...grant } = await tokens.read(token, NOW_MS);
  assert.match(id, /^[\w-]{22}$/);
  assert.deepEqual(grant, GRANT);
  assert.equal((await tokens.read(token, NOW_MS + 24 * HOUR_MS)).id, id);
  const isExpired = (error: unknown) => error instanceof AppError && error.code === "TOKEN_EXPIRED";
  await assert.rejects(tokens.read(token, NOW_MS + 25 * HOUR_MS), isExpired);
  assert.notEqual((await tokens.read(await tokens.issue(GRANT), NOW_MS)).id, id);
});

test("WidgetTokens refuses tokens of another secret", async () => {
  const token = await new WidgetTokens("another secret").issue(GRANT);
  await assert.rejects(
    new WidgetTokens("a secret").read(token, NOW_MS),
    (error) => error instanceof AppError && error.code === "TOKEN_INVALID",
  );
});
