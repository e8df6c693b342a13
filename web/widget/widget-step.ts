import type { Photo } from "../shared/prepare-photo.js";
import type { WidgetSession } from "./widget-api.js";

/** What the dialog shows. Addresses are of this page's own blobs. */
export type WidgetStep =
  | { readonly kind: "opening" }
  | { readonly kind: "consent"; readonly session: WidgetSession }
  | { readonly kind: "photo"; readonly note: string }
  | { readonly kind: "ready"; readonly photo: Photo; readonly address: string }
  | { readonly kind: "working"; readonly address: string; readonly percent: number; readonly words: string }
  | {
      readonly kind: "done";
      readonly address: string;
      readonly result: string;
      readonly id: string;
      readonly isDoubtful: boolean;
    }
  | { readonly kind: "stuck"; readonly words: string; readonly canRetry: boolean };
