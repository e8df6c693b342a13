import type { DatabaseKind } from "../../test/helpers/databases.js";
import { testClientNames, testIdempotency } from "./store-clients.contract.js";
import { runOn, type MakeTaskStore } from "./store-fixtures.contract.js";
import { testRandomHistories } from "./store-histories.contract.js";
import { testCancel, testDeadline, testLeases, testLifecycle } from "./store-lifecycle.contract.js";
import { testQueue } from "./store-queue.contract.js";
import { testRetention } from "./store-retention.contract.js";

/** What every TaskStore must do, on this database. */
export function testTaskStore(kind: DatabaseKind, make: MakeTaskStore): void {
  const run = runOn(kind, make);
  testLifecycle(run);
  testLeases(run);
  testCancel(run);
  testDeadline(run);
  testQueue(run);
  testClientNames(run);
  testIdempotency(run);
  testRetention(run);
  testRandomHistories(run);
}
