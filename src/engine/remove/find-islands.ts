import { findComponents } from "../kernels/connected-components.js";
import { maskWhere } from "../kernels/push-pull.js";
import { PART, type PersonAnalysis } from "../person/types.js";

/** A patch whose outline borders on shoes and bare legs along at least this share of it is theirs. */
const BORDER_SHARE = 0.85;

/** Pixels taken for the lower garment that lie like an island in shoes or bare legs, as the leather of a boot that has its colour; apart by what they lie in. */
export function findIslands({ parts }: PersonAnalysis): {
  readonly foot: Uint8Array;
  readonly leg: Uint8Array;
} {
  const { width, height } = parts;
  const { labels, list } = findComponents(maskWhere(width, height, (i) => parts.data[i] === PART.lower));
  const border = new Int32Array(list.length);
  const onFoot = new Int32Array(list.length);
  const onLeg = new Int32Array(list.length);
  for (let i = width; i < labels.length - width; i++) {
    const own = labels[i]!;
    if (own === 0) continue;
    for (const j of [i - width, i + width, i - 1, i + 1]) {
      if (labels[j] === own) continue;
      border[own - 1]!++;
      if (parts.data[j] === PART.foot) onFoot[own - 1]!++;
      if (parts.data[j] === PART.leg) onLeg[own - 1]!++;
    }
  }
  const largest = Math.max(0, ...list.map(({ area }) => area));
  const mark = (passes: (k: number) => boolean): Uint8Array => {
    const isMarked = list.map(
      ({ area }, k) => area < largest && onFoot[k]! + onLeg[k]! > BORDER_SHARE * border[k]! && passes(k),
    );
    return Uint8Array.from(labels, (label) => (label > 0 && isMarked[label - 1] ? 1 : 0));
  };
  return { foot: mark((k) => onFoot[k]! >= onLeg[k]!), leg: mark((k) => onFoot[k]! < onLeg[k]!) };
}
