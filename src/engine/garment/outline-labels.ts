/** Indices into a half outline, in its order. `cuffOuter` and `cuffInner` are absent without a sleeve. */
export interface OutlineLabels {
  readonly neck: number;
  readonly shoulder: number;
  readonly cuff?: { readonly outer: number; readonly inner: number };
  readonly armpit: number;
  readonly hem: number;
  /** Sum of all terms: smaller is better; below 0 is a garment like the priors. */
  readonly cost: number;
}
