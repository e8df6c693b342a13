import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openTestDatabase } from "./open-test-database.js";

/** Opens a database in a process of its own, closes it and gives what went wrong. */
export async function openInProcess(where: string): Promise<string | undefined> {
  const child = fork(fileURLToPath(import.meta.url), [where]);
  const [answer] = (await once(child, "message")) as [{ readonly error?: string }];
  return answer.error;
}

const [, self, where] = process.argv;
if (self === fileURLToPath(import.meta.url) && where !== undefined) {
  const error = await openTestDatabase(where).then(
    (db) => db.destroy(),
    (reason: unknown) => String(reason),
  );
  process.send?.({ error });
  process.disconnect?.();
}
