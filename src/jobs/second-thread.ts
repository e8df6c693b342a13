import { Worker } from "node:worker_threads";
import type {
  AnalysedPerson,
  GarmentKind,
  GarmentOutcome,
  Image8,
  PersonObservation,
  Repainted,
  UndressPlan,
  WornCloth,
  WornPlace,
} from "../engine/mod.js";

/** Does what one try-on can do beside its main line of work. It answers questions one after the other. */
export interface SecondThread {
  /**
   * Analyses a garment, of the given kind if any, while the caller's thread looks at the person; `observation` is what perception saw in
   * its photo, if it looked.
   */
  readGarment(
    garment: Image8,
    observation: PersonObservation | null,
    kind?: GarmentKind,
  ): Promise<GarmentOutcome>;
  /** Takes the worn top off, while the caller's thread warps the new one, and then, by the plan, completes its layers. */
  undress(analysed: AnalysedPerson): Undressing;
  /** Takes the worn top off as `plan` says. */
  repaint(analysed: AnalysedPerson, plan: UndressPlan): Promise<Repainted>;
  close(): Promise<void>;
}

/** Where the worn top is, its folds and outline, how it comes off, and the person without it: as soon as each is known. */
export interface Undressing {
  readonly place: Promise<WornPlace>;
  readonly cloth: Promise<WornCloth>;
  readonly plan: Promise<UndressPlan>;
  readonly undressed: Promise<Repainted>;
}

/** What the thread is asked (see second-thread-entry.ts). */
export type Question =
  | {
      readonly type: "garment";
      readonly image: Image8;
      readonly observation: PersonObservation | null;
      readonly kind: GarmentKind | undefined;
    }
  /** Has four answers. */
  | { readonly type: "undress"; readonly analysed: AnalysedPerson }
  | { readonly type: "repaint"; readonly analysed: AnalysedPerson; readonly plan: UndressPlan };

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Starts the thread. It keeps no process alive. Questions reject when the thread fails; it does not start again, since the
 * process that owns it does.
 */
export function createSecondThread(): SecondThread {
  const thread = new Worker(new URL("./second-thread-entry.js", import.meta.url));
  thread.unref();
  // answers come in the order of the questions
  const waiting: Pending[] = [];
  thread.on("message", (answer: unknown) => waiting.shift()?.resolve(answer));
  let failure: { readonly error: unknown } | undefined;
  thread.on("error", (error: unknown) => {
    failure = { error };
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  const expectAnswer = (): Promise<unknown> => {
    const answer =
      failure === undefined
        ? new Promise((resolve, reject) => waiting.push({ resolve, reject }))
        : Promise.reject(failure.error);
    // of several answers the first that is waited for tells of a failure; the others' is no second one
    answer.catch(() => {});
    return answer;
  };
  const ask = (question: Question): Promise<unknown> => {
    // at once: the caller's thread computes next
    thread.postMessage(question);
    return expectAnswer();
  };
  return {
    // the thread answers each type of question with its own type of answer
    readGarment: async (image, observation, kind) =>
      (await ask({ type: "garment", image, observation, kind })) as GarmentOutcome,
    undress(analysed) {
      const place = ask({ type: "undress", analysed }) as Promise<WornPlace>;
      const cloth = expectAnswer() as Promise<WornCloth>;
      const plan = expectAnswer() as Promise<UndressPlan>;
      return { place, cloth, plan, undressed: expectAnswer() as Promise<Repainted> };
    },
    repaint: async (analysed, plan) => (await ask({ type: "repaint", analysed, plan })) as Repainted,
    async close() {
      await thread.terminate();
    },
  };
}
