import { parentPort } from "node:worker_threads";
import { analyseGarment, placeWorn, planUndressing, readWornCloth, undressPerson } from "../engine/mod.js";
import type { Question } from "./second-thread.js";

/** Entry of the engine's second thread (see second-thread.ts): a question in, its answers out, one at a time. */
parentPort?.on("message", (question: Question) => {
  for (const answer of answers(question)) parentPort?.postMessage(answer);
});

function* answers(question: Question): Generator<unknown> {
  switch (question.type) {
    case "garment":
      yield analyseGarment(question.image, question.observation, question.kind);
      break;
    case "undress": {
      const { analysed } = question;
      const place = placeWorn(analysed);
      yield place;
      yield readWornCloth(analysed, place);
      const plan = planUndressing(analysed, place);
      yield plan;
      yield undressPerson(analysed, plan);
      break;
    }
    case "repaint":
      yield undressPerson(question.analysed, question.plan);
      break;
    default:
      question satisfies never;
  }
}
