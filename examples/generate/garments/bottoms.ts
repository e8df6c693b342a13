import { createRandom } from "../seeded-noise.js";
import type { Garment } from "./flat-shot.js";
import {
  bothSides,
  CENTRE_X,
  drawFolds,
  mirrored,
  sided,
  stitched,
  type FoldBundle,
  type Segment,
} from "./outline.js";
import { GROOVE, range, SEAM } from "./tops.js";

/** Straight khaki trousers with a waistband, belt loops, a fly and slanted pockets. */
export function trousers(): Garment {
  const colour = "#b59a73";
  const leg = (s: 1 | -1): string =>
    sided(
      s,
      [0, 78],
      [
        [60, 78, 104, 74, 132, 68],
        [148, 150, 166, 230, 172, 330],
        [178, 520, 168, 760, 160, 950],
        [130, 960, 90, 962, 58, 956],
        [50, 800, 32, 560, 8, 352],
        [0, 340],
      ],
    ) + "Z";
  const band = mirrored(78, [
    [60, 78, 104, 74, 132, 68],
    [138, 106],
    [100, 114, 60, 118, 0, 118],
  ]);
  const back = mirrored(70, [
    [60, 70, 104, 64, 130, 64],
    [132, 90],
    [0, 96],
  ]);
  const pocket: Segment[] = [[120, 170, 138, 208, 160, 238]];
  const fly = `M${CENTRE_X} 118V340M${CENTRE_X + 30} 118C${CENTRE_X + 34} 200 ${CENTRE_X + 30} 250 ${CENTRE_X} 284`;
  const loops = [-92, -40, 40, 92]
    .map(
      (x) =>
        `<path d="M${CENTRE_X + x - 5} 74h10v48h-10z" fill="#a88d66" stroke="#5b4a30" stroke-width="1" stroke-opacity="0.5"/>`,
    )
    .join("");
  const hem = bothSides(
    [58, 936],
    [[90, 942, 130, 940, 162, 930]],
    'stroke="#6b5637" stroke-width="1.3" stroke-dasharray="4 2.4" opacity="0.7"',
  );
  const press = bothSides([92, 330], [[104, 540, 112, 760, 110, 952]], GROOVE);
  return {
    seed: 505,
    drape: 8,
    grain: 0.14,
    twill: 0.07,
    layers: [
      { outline: [back], colour, puff: 3, shadow: 0.05, light: 0.62 },
      {
        outline: [leg(1), leg(-1)],
        colour,
        paint:
          bothSides([100, 116], pocket, SEAM) +
          `<path d="${fly}" fill="none" ${SEAM}/>` +
          stitched(fly, 0, "#6b5637") +
          hem,
        folds:
          drawFolds(12, trouserFolds()) +
          bothSides([100, 116], pocket, GROOVE) +
          press +
          `<path d="M${CENTRE_X} 118V344" fill="none" ${GROOVE}/>`,
        puff: 9,
        shadow: 0.1,
      },
      {
        outline: [band],
        colour,
        paint:
          loops +
          stitched(mirrored(112, [[60, 112, 100, 108, 136, 100]]), 0, "#6b5637") +
          `<circle cx="${CENTRE_X + 14}" cy="98" r="8" fill="#7a6546"/><circle cx="${CENTRE_X + 13}" cy="97" r="5" fill="#94805e"/>`,
        puff: 4,
        shadow: 0.14,
      },
    ],
  };
}

function trouserFolds(): FoldBundle[] {
  return [1, -1].flatMap((s) => {
    const at = (x: number, y: number): [number, number] => [CENTRE_X + s * x, y];
    return [
      { from: at(6, 336), to: at(110, 290), spread: 36, count: 4, width: 7 },
      { from: at(14, 370), to: at(100, 400), spread: 40, count: 3, width: 8 },
      { from: at(40, 600), to: at(130, 580), spread: 40, count: 3, width: 8 },
      { from: at(150, 640), to: at(90, 690), spread: 44, count: 2, width: 9 },
      { from: at(66, 900), to: at(140, 870), spread: 26, count: 3, width: 7 },
    ];
  });
}

/** A teal dress with short sleeves, a waist seam, a flared skirt and a scatter of flowers. */
export function dress(): Garment {
  const colour = "#1f6f73";
  const bodice = mirrored(150, [
    [40, 150, 66, 118, 76, 74],
    [104, 86, 134, 96, 160, 108],
    [172, 160, 160, 210, 156, 246],
    [146, 300, 134, 350, 126, 398],
    [80, 410, 40, 412, 0, 412],
  ]);
  const skirt = mirrored(404, [
    [40, 404, 84, 402, 127, 392],
    [150, 520, 208, 760, 246, 930],
    [160, 966, 80, 974, 0, 974],
  ]);
  const sleeve = (s: 1 | -1): string =>
    sided(
      s,
      [120, 100],
      [
        [156, 102, 180, 112, 194, 136],
        [214, 178, 232, 214, 246, 248],
        [222, 272, 196, 282, 174, 286],
        [168, 268, 160, 256, 156, 244],
        [130, 180],
      ],
    ) + "Z";
  const inside = mirrored(86, [
    [44, 86, 70, 84, 77, 77],
    [80, 100],
    [60, 150, 40, 168, 0, 168],
  ]);
  const armhole: Segment[] = [[172, 160, 160, 210, 156, 246]];
  const neckline = mirrored(156, [[44, 156, 72, 120, 84, 78]]);
  const flowers = scatterFlowers(31);
  return {
    seed: 606,
    drape: 9,
    grain: 0.1,
    layers: [
      {
        outline: [inside],
        colour,
        paint: `<path d="M${CENTRE_X - 16} 96h32v18h-32z" fill="#f3efe6"/>`,
        puff: 3,
        shadow: 0.05,
        light: 0.62,
      },
      {
        outline: [skirt],
        colour,
        paint: flowers + stitched("M130 918C260 962 508 962 638 918", 0, "#0c3335"),
        folds: drawFolds(14, skirtFolds()),
        puff: 8,
        shadow: 0.1,
      },
      {
        outline: [bodice, sleeve(1), sleeve(-1)],
        colour,
        paint: flowers + bothSides([160, 108], armhole, SEAM) + stitched(neckline, 0, "#0c3335"),
        folds: drawFolds(15, bodiceFolds()) + bothSides([160, 108], armhole, GROOVE),
        puff: 7,
        shadow: 0.14,
      },
    ],
  };
}

function skirtFolds(): FoldBundle[] {
  return range(-5, 6, 1).map((i) => ({
    from: [CENTRE_X + i * 22, 408],
    to: [CENTRE_X + i * 43, 950],
    spread: 14,
    count: 2,
    width: 13,
  }));
}

function bodiceFolds(): FoldBundle[] {
  return [1, -1].flatMap((s) => {
    const at = (x: number, y: number): [number, number] => [CENTRE_X + s * x, y];
    return [
      { from: at(152, 240), to: at(70, 270), spread: 34, count: 4, width: 6 },
      { from: at(120, 396), to: at(90, 320), spread: 30, count: 4, width: 6 },
      { from: at(40, 404), to: at(50, 330), spread: 26, count: 3, width: 6 },
      { from: at(168, 250), to: at(204, 160), spread: 20, count: 3, width: 6 },
    ];
  });
}

/** Flowers and leaves strewn over the cloth, none closer to another than they are wide. */
function scatterFlowers(seed: number): string {
  const random = createRandom(seed);
  const placed: [number, number][] = [];
  let svg = "";
  for (let tries = 0; tries < 2600; tries++) {
    const at: [number, number] = [100 + random() * 568, 60 + random() * 920];
    if (placed.some(([x, y]) => Math.hypot(x - at[0], y - at[1]) < 50)) continue;
    placed.push(at);
    svg += drawFlower(at, 0.75 + 0.5 * random(), random() * 360, random() < 0.5 ? "#f6e3d3" : "#f0a58f");
  }
  return svg;
}

function drawFlower([x, y]: readonly [number, number], size: number, turn: number, colour: string): string {
  const petals = [0, 72, 144, 216, 288].map(
    (a) => `<path d="M0 0C-9 -6 -7 -17 0 -17S9 -6 0 0Z" transform="rotate(${a})" fill="${colour}"/>`,
  );
  const leaves = [36, 190].map(
    (a) =>
      `<path d="M0 -12C-5 -18 -4 -26 0 -30C4 -26 5 -18 0 -12Z" transform="rotate(${a})" fill="#7fb69a"/>`,
  );
  return `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size})">${leaves.join("")}${petals.join("")}<circle r="4" fill="#e2b04a"/></g>`;
}
