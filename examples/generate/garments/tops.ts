import {
  bothSides,
  drawFolds,
  mirrored,
  sided,
  stitched,
  CENTRE_X,
  type FoldBundle,
  type Segment,
} from "./outline.js";
import type { Garment, Layer } from "./flat-shot.js";
import { drapePrint } from "./print.js";

export const GROOVE = 'stroke="#000" stroke-width="3" opacity="0.5"';
export const SEAM = 'stroke="#000" stroke-width="1.4" opacity="0.28"';

/** Neck of a round-necked top: x of the neck point, its y, and how far the front and the back hang below it. */
interface Neck {
  readonly x: number;
  readonly y: number;
  readonly front: number;
  readonly back: number;
}

/** A band of ribbing along the neckline, `depth` pixels deep, hanging `drop` below the neck points. */
function neckBand(neck: Neck, drop: number, depth: number): string {
  const { x, y } = neck;
  return mirrored(y + drop, [
    [x * 0.52, y + drop, x * 0.93, y + drop * 0.62, x, y + 1],
    [x + depth, y + depth * 0.42],
    [x + depth * 0.8, y + drop * 0.72 + depth, x * 0.6, y + drop + depth, 0, y + drop + depth],
  ]);
}

/** Fine lines across a neck band, fanning around the neck. */
function ribs(neck: Neck, drop: number, depth: number): string {
  let svg = "";
  for (let i = -34; i <= 34; i++) {
    const t = (i / 34) * 1.35;
    const x0 = CENTRE_X + Math.sin(t) * neck.x * 1.02;
    const x1 = CENTRE_X + Math.sin(t) * (neck.x + depth * 1.3);
    const y0 = neck.y + Math.cos(t) * drop - 14;
    svg += `<path d="M${x0} ${y0}L${x1} ${y0 + depth + 26}" stroke="#000" stroke-width="1.3" opacity="0.16"/>`;
  }
  return svg;
}

/** The inside of the back, seen above the front neckline, with its band and a label. */
function backInside(neck: Neck, colour: string, depth: number): Layer[] {
  const inside = mirrored(neck.y + neck.back, [
    [neck.x * 0.6, neck.y + neck.back, neck.x * 0.96, neck.y + neck.back * 0.6, neck.x + 1, neck.y + 3],
    [neck.x + 4, neck.y + 30],
    [
      neck.x * 0.7,
      neck.y + neck.front + 14,
      neck.x * 0.4,
      neck.y + neck.front + 16,
      0,
      neck.y + neck.front + 16,
    ],
  ]);
  const label = `<path d="M${CENTRE_X - 17} ${neck.y + neck.back + depth + 3}h34v24h-34z" fill="#f3efe6"/><path d="M${CENTRE_X - 10} ${neck.y + neck.back + depth + 12}h20m-16 6h12" stroke="#777" stroke-width="2"/>`;
  const band = neckBand(neck, neck.back, depth);
  return [
    { outline: [inside], colour, paint: label, puff: 3, shadow: 0.05, light: 0.66 },
    { outline: [band], colour, paint: ribs(neck, neck.back, depth), puff: 3, shadow: 0.12, light: 0.74 },
  ];
}

const TEE_NECK: Neck = { x: 80, y: 178, front: 74, back: 16 };

/** A blue T-shirt with a bold print. */
export function printedTee(): Garment {
  const colour = "#2f4f86";
  const body = mirrored(TEE_NECK.y + TEE_NECK.front, [
    [42, 252, 76, 222, 80, 178],
    [120, 196, 160, 208, 204, 224],
    [216, 290, 212, 350, 212, 400],
    [208, 500, 206, 700, 212, 858],
    [140, 868, 60, 870, 0, 870],
  ]);
  const sleeve = (s: 1 | -1): string =>
    sided(
      s,
      [150, 214],
      [
        [190, 214, 216, 226, 232, 250],
        [268, 306, 300, 366, 326, 424],
        [302, 446, 268, 462, 232, 472],
        [224, 440, 214, 420, 208, 398],
        [160, 330],
      ],
    ) + "Z";
  const armhole: Segment[] = [[216, 290, 212, 350, 212, 400]];
  const hem = `M150 846C260 858 500 858 620 846`;
  const cuff = bothSides(
    [318, 408],
    [[296, 428, 262, 446, 228, 456]],
    'stroke="#0d1a33" stroke-width="1.3" stroke-dasharray="4 2.4" opacity="0.6"',
  );
  const folds = sleeveAndBodyFolds([
    [212, 400],
    [120, 520],
  ]);
  return {
    seed: 101,
    drape: 9,
    grain: 0.16,
    layers: [
      ...backInside(TEE_NECK, colour, 15),
      {
        outline: [body, sleeve(1), sleeve(-1)],
        colour,
        paint:
          drapePrint(384, 470, 1) + stitched(hem, 0, "#0d1a33") + cuff + bothSides([204, 224], armhole, SEAM),
        folds:
          drawFolds(3, folds) +
          bothSides([204, 224], armhole, GROOVE) +
          `<path d="${hem}" fill="none" ${GROOVE}/>`,
        puff: 7,
        shadow: 0.1,
      },
      {
        outline: [neckBand(TEE_NECK, TEE_NECK.front, 17)],
        colour,
        paint: ribs(TEE_NECK, TEE_NECK.front, 17),
        puff: 4,
        shadow: 0.22,
        light: 0.97,
      },
    ],
  };
}

/** Folds that every top has: from the armpits inwards, along the sides, a few at the hem. */
export function sleeveAndBodyFolds([armpit, inward]: readonly [
  readonly [number, number],
  readonly [number, number],
]): FoldBundle[] {
  return [1, -1].flatMap((s) => {
    const at = (x: number, y: number): [number, number] => [CENTRE_X + s * x, y];
    return [
      {
        from: at(armpit[0] - 8, armpit[1] - 10),
        to: at(inward[0], inward[1]),
        spread: 46,
        count: 4,
        width: 7,
      },
      {
        from: at(armpit[0] + 4, armpit[1] - 14),
        to: at(armpit[0] - 26, armpit[1] - 120),
        spread: 22,
        count: 3,
        width: 6,
      },
      { from: at(armpit[0] - 20, 640), to: at(90, 720), spread: 60, count: 3, width: 9 },
      { from: at(150, 840), to: at(120, 640), spread: 50, count: 4, width: 9 },
      {
        from: at(armpit[0] + 16, armpit[1] + 10),
        to: at(armpit[0] + 70, armpit[1] - 90),
        spread: 22,
        count: 3,
        width: 6,
      },
    ];
  });
}

const KNIT_NECK: Neck = { x: 84, y: 150, front: 62, back: 14 };

/** A cream long-sleeved top with navy stripes. */
export function stripedLongSleeve(): Garment {
  const colour = "#e6dcc6";
  const body = mirrored(KNIT_NECK.y + KNIT_NECK.front, [
    [44, 212, 80, 190, 84, 150],
    [120, 166, 156, 176, 188, 190],
    [198, 250, 192, 310, 190, 352],
    [182, 480, 184, 640, 194, 800],
    [130, 812, 60, 814, 0, 814],
  ]);
  const sleeve = (s: 1 | -1): string =>
    sided(
      s,
      [150, 186],
      [
        [184, 186, 206, 200, 218, 230],
        [262, 390, 306, 624, 343, 836],
        [325, 848, 301, 853, 281, 852],
        [260, 690, 226, 500, 188, 346],
        [150, 300],
      ],
    ) + "Z";
  const armhole: Segment[] = [[198, 250, 192, 310, 190, 352]];
  const cuff = bothSides([338, 808], [[318, 818, 296, 824, 274, 824]], SEAM);
  return {
    seed: 202,
    drape: 8,
    grain: 0.17,
    layers: [
      ...backInside(KNIT_NECK, colour, 16),
      {
        outline: [body, sleeve(1), sleeve(-1)],
        colour,
        paint:
          stripePaint(body, [sleeve(1), sleeve(-1)]) +
          cuff +
          bothSides([188, 190], armhole, SEAM) +
          stitched("M180 790C290 802 480 802 588 790", 0, "#555"),
        folds:
          drawFolds(4, [
            ...sleeveAndBodyFolds([
              [192, 352],
              [100, 460],
            ]),
            ...elbowFolds(),
          ]) +
          bothSides([188, 190], armhole, GROOVE) +
          bothSides([338, 808], [[318, 818, 296, 824, 274, 824]], GROOVE),
        puff: 8,
        shadow: 0.1,
      },
      {
        outline: [neckBand(KNIT_NECK, KNIT_NECK.front, 16)],
        colour: "#1f2c4d",
        paint: ribs(KNIT_NECK, KNIT_NECK.front, 16),
        puff: 4,
        shadow: 0.2,
      },
    ],
  };
}

/** Stripes on the sleeves, square to each, and over them those of the body. */
function stripePaint(body: string, sleeves: readonly [string, string]): string {
  const stripe = 'fill="none" stroke="#1f2c4d" stroke-width="14"';
  const onBody = range(236, 800, 33).map(
    (y) => `<path d="M150 ${y}C270 ${y + 9} 500 ${y + 9} 620 ${y}" ${stripe}/>`,
  );
  const onSleeves = ([1, -1] as const).map((side, i) => {
    const lines = range(40, 730, 33).map((d) => {
      const x = CENTRE_X + side * (170 + d * 0.19);
      const y = 208 + d * 0.96;
      return `<path d="M${x - side * 60} ${y + 12}L${x + side * 110} ${y - 20}" ${stripe}/>`;
    });
    return `<clipPath id="s${i}"><path d="${sleeves[i]!}"/></clipPath><g clip-path="url(#s${i})">${lines.join("")}</g>`;
  });
  return `${onSleeves.join("")}<clipPath id="b"><path d="${body}"/></clipPath><g clip-path="url(#b)"><path d="${body}" fill="#e6dcc6"/>${onBody.join("")}</g>`;
}

/** Creases in the bend of long sleeves and above the cuffs. */
export function elbowFolds(): FoldBundle[] {
  return [1, -1].flatMap((s) => {
    const at = (x: number, y: number): [number, number] => [CENTRE_X + s * x, y];
    return [
      { from: at(224, 480), to: at(276, 450), spread: 40, count: 4, width: 6 },
      { from: at(236, 540), to: at(286, 540), spread: 40, count: 3, width: 6 },
      { from: at(262, 700), to: at(306, 690), spread: 34, count: 4, width: 5 },
      { from: at(216, 260), to: at(250, 420), spread: 16, count: 2, width: 7 },
    ];
  });
}

/** Even steps from `from` to below `to`. */
export function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
}
