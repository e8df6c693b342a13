import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { makeTempFolder } from "../../test/helpers/temp-folder.js";
import { runCli } from "./main.js";

async function setUp(t: TestContext) {
  const env = { DATA_DIR: await makeTempFolder(t) };
  return async (...args: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCli(args, {
      print: (line) => out.push(line),
      warn: (line) => err.push(line),
      isTerminal: false,
      env,
      interruption: () => new AbortController().signal,
      exitCode: 0,
    });
    return { code, out: out.join("\n"), err: err.join("\n") };
  };
}

test("drape keys makes, shows, changes, rotates, disables and deletes a subscription", async (t) => {
  const drape = await setUp(t);
  const flags = ["--concurrent-tasks", "3", "--fronts", "gateway,rest", "--callback-hosts", "*.Shop.example"];
  const made = await drape("keys", "create", "--name", "shop", ...flags);
  assert.match(made.out, /^[0-9a-f]{64}$/);
  assert.match(made.err, /secondary key .*\n.*access key .*\n.*secret key .*\n.*webhook secret +whsec_/);
  const [, id = ""] = /^Subscription (\S+) \(shop\)/.exec(made.err) ?? [];

  const limits = "fronts gateway,rest, concurrentTasks 3, callbackHosts *.shop.example";
  const list = await drape("keys", "list");
  assert.match(list.out, /^\S+ {2}\d{4}-\d\d-\d\d {2}shop {2}\(/);
  for (const limit of limits.split(", ")) assert.ok(list.out.includes(limit), list.out);
  const changed = await drape("keys", "change", id, "--fronts", "none", "--monthly-quota", "0");
  assert.match(changed.out, /shop {2}\((?=.*concurrentTasks 3)(?=.*monthlyQuota 0)(?!.*fronts)/);

  const rotated = await drape("keys", "rotate", id, "webhook");
  assert.match(rotated.out, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const asJson = await drape("keys", "rotate", id, "access", "--json");
  const fresh = JSON.parse(asJson.out) as Record<string, unknown>;
  assert.deepEqual([Object.keys(fresh).toSorted(), fresh["id"]], [["accessKey", "id", "secretKey"], id]);
  assert.equal(asJson.err, "");
  assert.equal((await drape("keys", "disable", id)).code, 0);
  assert.match((await drape("keys", "list")).out, /DISABLED$/);
  assert.equal((await drape("keys", "enable", id)).code, 0);
  assert.doesNotMatch((await drape("keys", "list")).out, /DISABLED/);

  const refused = await drape("keys", "delete", id);
  assert.deepEqual([refused.code, /--yes/.test(refused.err)], [2, true]);
  assert.equal((await drape("keys", "delete", id, "--yes")).code, 0);
  assert.equal((await drape("keys", "list")).out, "");
  const shown = (await drape("keys", "show", id)).out;
  assert.match(shown, /is deleted[^]*deleted[^]*enabled[^]*disabled[^]*rotated[^]*changed[^]*created/);
  assert.equal(shown.includes(made.out), false);
  const all = JSON.parse((await drape("keys", "show", id, "--json")).out) as Record<string, unknown>;
  assert.deepEqual([all["id"], all["subscription"], all["usage"]], [id, null, []]);
  assert.equal((all["audit"] as readonly { action: string }[])[0]?.action, "deleted");
});

test("drape keys create --json gives everything to a program", async (t) => {
  const drape = await setUp(t);
  const { out, err } = await drape("keys", "create", "--json");
  const made = JSON.parse(out) as Record<string, unknown>;
  for (const name of ["id", "key", "secondaryKey", "accessKey", "secretKey", "webhookSecret", "policy"])
    assert.ok(name in made, name);
  assert.equal(err, "");
});

test("drape keys and webhooks refuse what they cannot understand", async (t) => {
  const drape = await setUp(t);
  for (const args of [
    ["keys", "create", "--fronts", "telnet"],
    ["keys", "create", "--concurrent-tasks", "many"],
    ["keys", "create", "--callback-hosts", "a,,b"],
    ["keys", "rotate", "x", "everything"],
    ["keys", "show", "nobody"],
    ["webhooks", "list", "--state", "lost"],
    ["webhooks", "replay"],
    ["webhooks", "replay", "--all", "msg_1"],
  ])
    assert.equal((await drape(...args)).code, 2, args.join(" "));
  const unknown = await drape("keys", "disable", "nobody");
  assert.deepEqual([unknown.code, unknown.err], [1, "drape: There is no such subscription"]);
  const nothing = await drape("webhooks", "replay", "msg_1");
  assert.deepEqual([nothing.code, nothing.out], [1, "0 to be sent again"]);
  const asJson = await drape("webhooks", "replay", "msg_1", "--json");
  assert.deepEqual([asJson.code, asJson.out], [1, '{"replayed":0,"unknown":["msg_1"]}']);
  assert.equal((await drape("webhooks", "list")).out, "");
});
