import { parseArgs } from "node:util";
import { runChaos } from "./chaos.js";

// npm run chaos -- --db sqlite|postgres --tasks 1000 [--real 50] [--outage SECONDS]: exits with 1 when a promise was broken.
const { values } = parseArgs({
  options: {
    db: { type: "string", default: "sqlite" },
    tasks: { type: "string", default: "1000" },
    real: { type: "string", default: "50" },
    outage: { type: "string" },
  },
});
const database = values.db === "postgres" ? "postgres" : "sqlite";
const startMs = performance.now();
const tell = (line: string): void =>
  console.log(`${((performance.now() - startMs) / 1000).toFixed(0).padStart(5)} s  ${line}`);
const end = await runChaos({
  database,
  tasks: Number(values.tasks),
  realTasks: Number(values.real),
  killEveryMs: 1000,
  ...(values.outage !== undefined && { outageMs: Number(values.outage) * 1000 }),
  tell,
});
const { lost, endedTwice, endsCounted, toldWrongly, redelivery, callbacks } = end;
tell(`${end.accepted} accepted, ${end.kills} kills, ${end.errors} errors in the logs`);
tell(`lost: ${lost.length}   ended twice: ${endedTwice.length}   ends: ${JSON.stringify(endsCounted)}`);
tell(
  `callbacks: ${callbacks.requests} requests, ${callbacks.refused} refused, ${toldWrongly.length} tasks told wrongly`,
);
tell(
  `redelivery: ${redelivery.count} times, median ${Math.round(redelivery.medianMs)} ms, longest ${Math.round(redelivery.maxMs)} ms`,
);
const isBroken =
  lost.length + endedTwice.length + toldWrongly.length + endsCounted.stillOpen > 0 ||
  endsCounted.ledger !== endsCounted.rows;
process.exit(isBroken ? 1 : 0);
