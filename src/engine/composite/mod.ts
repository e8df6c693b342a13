/**
 * Composite: puts the layers together, back to front: the person without the worn top, the inside of the back collar, the
 * torso, arms, sleeves, then hair, hands and whatever is held. Away from shadows the garment's pixels are its own.
 */
import { createMask, type Image8, type Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import type { PersonCrop, RemovedGarment } from "../remove/mod.js";
import type { Layer, WarpedGarment } from "../warp/mod.js";
import { closeGaps } from "./close-gaps.js";
import { findFrontMasks } from "./front-masks.js";

export interface CompositeInput {
  readonly crop: PersonCrop;
  readonly removal: RemovedGarment;
  readonly garment: WarpedGarment;
  readonly body: BodyFrame;
  /** Brightness of folds and cast shadows at each pixel, 1 for none. */
  readonly shading: Float32Array;
}

/** Depth of the shadow that the garment's edges cast on the body, and its reach in units. */
const CONTACT_SHADOW = 0.22;
const CONTACT_REACH = 0.025;

/** Paints a layer over the picture. `hidden` tells 0..1 what lies in front of it. Returns the coverage it really had. */
function paintInto(
  out: Image8,
  layer: Layer,
  options: { readonly hidden: (i: number) => number; readonly shading: Float32Array },
): Float32Array {
  const { data } = layer.image;
  const coverage = new Float32Array(data.length / 4);
  for (let i = 0; i < coverage.length; i++) {
    const alpha = (data[4 * i + 3]! / 255) * (1 - options.hidden(i));
    if (alpha <= 0) continue;
    coverage[i] = alpha;
    const light = options.shading[i]!;
    for (let c = 0; c < 3; c++) {
      const at = 3 * i + c;
      out.data[at] = out.data[at]! + alpha * (Math.min(255, data[4 * i + c]! * light) - out.data[at]!);
    }
  }
  return coverage;
}

/** Darkens the body next to the garment's edge. */
function castShadowInto(out: Image8, cloth: Float32Array, input: CompositeInput): void {
  const { crop, body } = input;
  const { width, height } = crop.rect;
  const sigma = CONTACT_REACH * body.unit;
  const near = gaussianBlur({ width, height, data: cloth }, sigma).data;
  const shift = Math.round(sigma) * width;
  for (let i = 0; i < near.length; i++) {
    const above = i >= shift ? near[i - shift]! : 0;
    const onBody = crop.matte.data[i]! / 255;
    const shade = 1 - CONTACT_SHADOW * above * (1 - cloth[i]!) * onBody;
    if (shade > 0.99) continue;
    for (let c = 0; c < 3; c++) out.data[3 * i + c]! *= shade;
  }
}

/** Puts everything together. `changed` is 255 where the result may differ from the photo. */
export function composite(input: CompositeInput): { readonly image: Image8; readonly changed: Mask } {
  const { crop, removal, garment, body, shading } = input;
  const { width, height } = crop.rect;
  const front = findFrontMasks(crop, removal, body);
  const out: Image8 = { width, height, channels: 3, data: removal.base.data.slice() };
  const cloth = new Float32Array(width * height);
  for (const layer of [garment.torso, garment.leftSleeve, garment.rightSleeve]) {
    for (let i = 0; i < cloth.length; i++) cloth[i] = Math.max(cloth[i]!, layer.image.data[4 * i + 3]! / 255);
  }
  castShadowInto(out, cloth, input);
  const continuation = closeGaps(crop, garment, body);
  const behind = { hidden: (i: number): number => front.ofTorso[i]!, shading };
  const covers = [
    ...(continuation === null ? [] : [paintInto(out, continuation, behind)]),
    paintInto(out, garment.backCollar, { hidden: (i) => Math.max(front.always[i]!, front.neck[i]!), shading }),
    paintInto(out, garment.torso, behind),
    paintInto(out, garment.leftSleeve, { hidden: (i) => front.always[i]!, shading }),
    paintInto(out, garment.rightSleeve, { hidden: (i) => front.always[i]!, shading }),
  ];
  const changed = createMask(width, height);
  for (let i = 0; i < changed.data.length; i++) {
    const differs =
      removal.removed.data[i] !== 0 ||
      covers.some((c) => c[i]! > 0) ||
      out.data[3 * i] !== crop.photo.data[3 * i] ||
      out.data[3 * i + 1] !== crop.photo.data[3 * i + 1] ||
      out.data[3 * i + 2] !== crop.photo.data[3 * i + 2];
    if (differs) changed.data[i] = 255;
  }
  return { image: out, changed };
}
