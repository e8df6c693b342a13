import { armpitDrop, type ArmpitPlan } from "./armpit-drop.js";

/** The hem's middle is what lies within these shares of its length from the one end. */
const MIDDLE = [0.2, 0.8] as const;

/**
 * t at which a hem's ends, the side seams', have to go so that its middle, which hangs lower or is cut higher, comes to `middleT`. Lengths
 * below the armpits keep their proportions.
 */
export function hemEndsAt(middleT: number, plan: ArmpitPlan): number {
  const { garment, body } = plan;
  const { left, right, hemline } = garment;
  const mean = (a: number, b: number): number => (a + b) / 2;
  const armpit = mean(left.armpit.y, right.armpit.y);
  const [from, to] = MIDDLE.map((share) => Math.round(share * hemline.length));
  const rows = hemline.slice(from, to).map((p) => p.y);
  // the median: a tie may hang from it
  const row = rows.toSorted((a, b) => a - b)[rows.length >> 1] ?? armpit;
  const share = (mean(left.hem.y, right.hem.y) - armpit) / Math.max(1, row - armpit);
  const armpitT = (mean(armpitDrop(plan, "left"), armpitDrop(plan, "right")) * body.unit) / body.torsoLength;
  return armpitT + (middleT - armpitT) * share;
}
