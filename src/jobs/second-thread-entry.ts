import { parentPort } from "node:worker_threads";
import { analyseGarment, readWornTop, undressPerson } from "../engine/mod.js";
import type { Question } from "./second-thread.js";

/** Entry of the engine's second thread (see second-thread.ts): a question in, its answer out, one at a time. */
parentPort?.on("message", (question: Question) => parentPort?.postMessage(answer(question)));

function answer(question: Question): unknown {
  switch (question.type) {
    case "garment":
      return analyseGarment(question.image, question.observation, question.kind);
    case "undress":
      return undressPerson(question.analysed);
    case "worn":
      return readWornTop(question.analysed, question.trimmed);
    default:
      return question satisfies never;
  }
}
