import type { Dressed } from "./crop-person.js";
import type { Repainted } from "./remove/mod.js";
import type { UndressPlan } from "./undress.js";
import type { WornTop } from "./worn-top.js";

/** A garment in its place, before it is known how the person is taken out of the worn one. */
export interface FittedGarment<Result extends Dressed = Dressed> {
  /**
   * Completes the garment's layers. `plan` and `worn` spare finding out how the worn top comes off and reading it here; only an upper
   * garment, alone or in an outfit, has a use for them.
   */
  readonly arrange: (plan?: UndressPlan, worn?: WornTop) => ArrangedGarment<Result>;
}

/** A garment whose layers are complete, before the person is taken out of the worn one. */
export interface ArrangedGarment<Result extends Dressed = Dressed> {
  /** Puts both together. `undressed`, by the plan that was given, spares taking the worn top off here. */
  readonly finish: (undressed?: Repainted) => Result;
}
