import type { TryOn } from "../../src/api/wire/types.js";
import type { About, OutputFormat } from "./api-client.js";
import type { HistoryEntry } from "./history-store.js";
import { EMPTY_SLOT, type SlotState } from "./photo-slot.js";

/** What the large picture shows. */
export type StageState =
  | { readonly kind: "empty" }
  /** `tryOn` is undefined until the service has accepted it. */
  | {
      readonly kind: "running";
      readonly person: Blob;
      readonly tryOn: TryOn | undefined;
      readonly isLost: boolean;
    }
  | { readonly kind: "done"; readonly entry: HistoryEntry }
  | { readonly kind: "failed"; readonly message: string };

export type Role = "person" | "garment";

/** Everything the page shows. */
export interface RoomState {
  /** Undefined until the service has answered. */
  readonly about: About | undefined;
  readonly needsKey: boolean;
  readonly person: SlotState;
  readonly garment: SlotState;
  readonly format: OutputFormat;
  readonly stage: StageState;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
  /** The last thing that happened, said once. */
  readonly notice: string;
}

export const FIRST_STATE: RoomState = {
  about: undefined,
  needsKey: false,
  person: EMPTY_SLOT,
  garment: EMPTY_SLOT,
  format: "png",
  stage: { kind: "empty" },
  history: [],
  notice: "",
};

/** Whether a try-on can begin; a photo that the service is still looking at is no obstacle. */
export function canStart({ person, garment, stage, needsKey }: RoomState): boolean {
  const isReady = (slot: SlotState): boolean => slot.photo !== undefined && slot.inspection?.usable !== false;
  return !needsKey && isReady(person) && isReady(garment) && stage.kind !== "running";
}
