/**
 * Composite: puts the layers together, back to front: the person without the worn top, the inside of the back collar, the
 * sleeves of arms behind the back, the torso, arms, sleeves, then hair, hands and whatever is held. Away from shadows the garment's pixels are its own.
 */
import type { Image8, Mask } from "../image.js";
import type { BodyFrame } from "../fit/body-frame.js";
import { gaussianBlur } from "../kernels/gaussian-blur.js";
import { REVEAL, type PersonCrop, type Repainted } from "../remove/mod.js";
import type { Layer } from "../warp/mod.js";
import { uniteCoverage, type Arrangement } from "./arrange-layers.js";
import { trimBodyInto } from "./trim-body.js";
import { paintHairInto } from "./hair-matte.js";

export { arrangeLayers, uniteCoverage, type Arrangement } from "./arrange-layers.js";

/** Depth of the shadow that the garment's edges cast on the body, and its reach in units. */
const CONTACT_SHADOW = 0.22;
const CONTACT_REACH = 0.025;

/** Paints a layer over the picture. `hidden` (0..1) lies in front of it. */
export function paintInto(
  out: Image8,
  layer: Layer,
  { hidden, shading }: { readonly hidden: Float32Array; readonly shading: Float32Array },
): void {
  const { data } = layer.image;
  for (let i = 0; 4 * i < data.length; i++) {
    if (data[4 * i + 3] === 0) continue;
    const alpha = (data[4 * i + 3]! / 255) * (1 - hidden[i]!);
    if (alpha <= 0) continue;
    const light = shading[i]!;
    for (let c = 0; c < 3; c++) {
      const at = 3 * i + c;
      out.data[at] = out.data[at]! + alpha * (Math.min(255, data[4 * i + c]! * light) - out.data[at]!);
    }
  }
}

/** Darkens the body next to the edge of a piece of cloth; what lies in front of it catches no shadow of it. */
export function castShadowInto(
  out: Image8,
  cloth: Float32Array,
  front: Float32Array,
  { crop, body, reveal }: { readonly crop: PersonCrop; readonly body: BodyFrame; readonly reveal: Mask },
): void {
  const { width, height } = crop.rect;
  const sigma = CONTACT_REACH * body.unit;
  const near = gaussianBlur({ width, height, data: cloth }, sigma).data;
  const shift = Math.round(sigma) * width;
  for (let i = 0; i < near.length; i++) {
    const above = i >= shift ? near[i - shift]! : 0;
    if (reveal.data[i] === REVEAL.background) continue;
    const onBody = (crop.matte.data[i]! / 255) * (1 - front[i]!);
    const shade = 1 - CONTACT_SHADOW * above * (1 - cloth[i]!) * onBody;
    if (shade > 0.99) continue;
    for (let c = 0; c < 3; c++) out.data[3 * i + c]! *= shade;
  }
}

/** The crop with the garment on. */
export interface Composite extends Pick<Arrangement, "cloth" | "shown"> {
  readonly image: Image8;
}

/** Puts the arranged layers on the undressed person. */
export function composite(arranged: Arrangement, { base, behind }: Repainted): Composite {
  const { crop, removal, body, hair, front, torso, sleeves, backCollar, shading } = arranged;
  const out: Image8 = { ...base, data: base.data.slice() };
  trimBodyInto({ base: out, behind }, arranged.trim);
  const { always, neck, ofTorso } = front;
  castShadowInto(out, arranged.ofTorso, ofTorso, { crop, body, reveal: removal.reveal });
  castShadowInto(out, arranged.ofSleeves, always, { crop, body, reveal: removal.reveal });
  paintInto(out, backCollar, { hidden: neck, shading });
  const paintSleeves = (ofSeen: boolean): void => {
    for (const { layers, isSeen } of sleeves)
      if (isSeen === ofSeen) for (const layer of layers) paintInto(out, layer, { hidden: always, shading });
  };
  paintSleeves(false);
  for (const layer of torso) paintInto(out, layer, { hidden: ofTorso, shading });
  paintSleeves(true);
  if (hair !== null) {
    const layers = [backCollar, ...torso, ...sleeves.flatMap((sleeve) => sleeve.layers)];
    const cloth = uniteCoverage(layers, crop.rect.width * crop.rect.height);
    paintHairInto(out, hair, { photo: crop.photo, cloth, removed: removal.removed });
  }
  return { image: out, cloth: arranged.cloth, shown: arranged.shown };
}
