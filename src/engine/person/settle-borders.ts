import type { LabImage } from "../kernels/srgb-to-lab.js";
import { joinCuffs, type ClassLabels } from "./join-cuffs.js";
import { openGaps } from "./open-gaps.js";
import type { PoseGeometry } from "./pose-geometry.js";
import { traceHem } from "./trace-hem.js";

/** Mends borders of the lower garment that colours alone got wrong. In place; `lab` as large as the labels, `pose` in their pixels. */
export function settleBorders(map: ClassLabels, lab: LabImage, pose: PoseGeometry): void {
  openGaps(map, lab);
  traceHem(map, lab, pose);
  joinCuffs(map, pose);
}
