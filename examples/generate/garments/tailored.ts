import type { Garment, Layer } from "./flat-shot.js";
import { bothSides, CENTRE_X, drawFolds, mirrored, sided, stitched, type Segment } from "./outline.js";
import { elbowFolds, GROOVE, range, SEAM, sleeveAndBodyFolds } from "./tops.js";

/** A light-blue shirt with a collar, a button placket, a chest pocket and cuffs. */
export function shirt(): Garment {
  const colour = "#b3cbe6";
  const body = mirrored(236, [
    [20, 220, 70, 160, 78, 132],
    [120, 152, 160, 166, 198, 184],
    [208, 250, 202, 320, 200, 366],
    [194, 500, 196, 640, 204, 736],
    [206, 780, 196, 796, 176, 808],
    [120, 828, 70, 844, 0, 844],
  ]);
  const sleeve = (s: 1 | -1): string =>
    sided(
      s,
      [150, 174],
      [
        [194, 180, 218, 198, 230, 228],
        [274, 390, 322, 640, 360, 827],
        [366, 855, 364, 875, 364, 885],
        [340, 895, 314, 897, 294, 893],
        [290, 865, 284, 845, 280, 827],
        [260, 690, 230, 510, 198, 358],
        [150, 300],
      ],
    ) + "Z";
  const armhole: Segment[] = [[208, 250, 202, 320, 200, 366]];
  const cuffSeam: Segment[] = [[340, 839, 306, 843, 280, 835]];
  const plackets = `<path d="M${CENTRE_X - 17} 200V844M${CENTRE_X + 17} 200V844" fill="none" ${SEAM}/>`;
  const buttons = range(300, 830, 92)
    .map((y) => drawButton(CENTRE_X, y))
    .join("");
  const pocket = `M${CENTRE_X + 62} 372h96v84l-48 22l-48 -22Z`;
  const pocketSeam = `<path d="${pocket}M${CENTRE_X + 62} 392h96" fill="none" ${SEAM}/>`;
  const hem = "M190 730C190 760 200 784 220 794C300 832 468 832 548 794C568 784 578 760 578 730";
  return {
    seed: 303,
    drape: 10,
    grain: 0.14,
    layers: [
      ...collarStand(colour),
      {
        outline: [body, sleeve(1), sleeve(-1)],
        colour,
        paint:
          bothSides([198, 184], armhole, SEAM) +
          bothSides([362, 829], cuffSeam, SEAM) +
          pocketSeam +
          stitched(hem, 0, "#4a6587"),
        folds:
          drawFolds(7, [
            ...sleeveAndBodyFolds([
              [200, 364],
              [96, 480],
            ]),
            ...elbowFolds(),
          ]) +
          bothSides([198, 184], armhole, GROOVE) +
          bothSides([362, 829], cuffSeam, GROOVE) +
          `<path d="${pocket}" fill="#fff" opacity="0.35"/>`,
        puff: 8,
        shadow: 0.1,
      },
      {
        outline: [`M${CENTRE_X - 17} 228L${CENTRE_X + 17} 214V844H${CENTRE_X - 17}Z`],
        colour,
        paint:
          plackets + stitched(`M${CENTRE_X - 12} 200V844M${CENTRE_X + 12} 200V844`, 0, "#4a6587") + buttons,
        puff: 3,
        shadow: 0.16,
      },
      ...collarLeaves(colour),
    ],
  };
}

/** A button with its shine and four holes. */
function drawButton(x: number, y: number): string {
  const holes = [
    [-2.2, -2.2],
    [2.2, -2.2],
    [-2.2, 2.2],
    [2.2, 2.2],
  ].map(([dx, dy]) => `<circle cx="${x + dx!}" cy="${y + dy!}" r="1.1" fill="#8d99a8"/>`);
  return `<circle cx="${x + 1}" cy="${y + 2}" r="8.5" fill="#1d2c40" opacity="0.35"/><circle cx="${x}" cy="${y}" r="8" fill="#f5f6f4"/><circle cx="${x}" cy="${y}" r="5.6" fill="#e3e6e6"/>${holes.join("")}`;
}

/** The inside of the collar, seen behind the leaves. */
function collarStand(colour: string): Layer[] {
  const inside = mirrored(112, [
    [44, 112, 72, 112, 82, 122],
    [84, 150],
    [60, 190, 30, 236, 0, 262],
  ]);
  const label = `<path d="M${CENTRE_X - 20} 152h40v22h-40z" fill="#f6f4ee"/><path d="M${CENTRE_X - 12} 163h24" stroke="#6b7788" stroke-width="2.4"/>`;
  const stand = `<path d="M${CENTRE_X - 84} 146C${CENTRE_X - 40} 138 ${CENTRE_X + 40} 138 ${CENTRE_X + 84} 146" fill="none" stroke="#25405f" stroke-width="1.4" opacity="0.5"/>`;
  return [{ outline: [inside], colour, paint: stand + label, puff: 4, shadow: 0.05, light: 0.72 }];
}

/** The two leaves of the collar and the button under them. */
function collarLeaves(colour: string): Layer[] {
  return ([-1, 1] as const).map((s) => {
    const leaf =
      sided(
        s,
        [80, 110],
        [
          [92, 122, 98, 140, 102, 158],
          [98, 190, 94, 216, 90, 244],
          [66, 232, 30, 222, 4, 224],
          [34, 200, 66, 160, 80, 110],
        ],
      ) + "Z";
    const edge = sided(
      s,
      [94, 160],
      [
        [91, 188, 88, 212, 84, 234],
        [64, 222, 40, 216, 16, 216],
      ],
    );
    return { outline: [leaf], colour, paint: stitched(edge, 0, "#4a6587"), puff: 5, shadow: 0.26 };
  });
}

/** A burgundy hoodie with a kangaroo pocket, cords and ribbed hem and cuffs. */
export function hoodie(): Garment {
  const colour = "#7d2f3d";
  const body = mirrored(262, [
    [40, 252, 84, 222, 100, 178],
    [140, 194, 176, 206, 208, 222],
    [220, 300, 214, 370, 214, 410],
    [212, 560, 216, 700, 216, 806],
    [206, 820, 204, 850, 204, 868],
    [130, 876, 60, 878, 0, 878],
  ]);
  const sleeve = (s: 1 | -1): string =>
    sided(
      s,
      [150, 210],
      [
        [200, 212, 226, 226, 242, 258],
        [292, 430, 336, 650, 364, 846],
        [366, 858, 358, 866, 358, 872],
        [358, 892, 356, 908, 354, 918],
        [334, 926, 316, 928, 300, 924],
        [298, 902, 298, 890, 296, 878],
        [286, 872, 282, 862, 280, 854],
        [260, 710, 236, 540, 212, 400],
        [150, 330],
      ],
    ) + "Z";
  const armhole: Segment[] = [[220, 300, 214, 370, 214, 410]];
  const pocket = mirrored(610, [
    [90, 610],
    [112, 640, 138, 690, 150, 730],
    [150, 806],
    [0, 812],
  ]);
  const hemBand = mirrored(808, [
    [80, 808, 150, 806, 214, 802],
    [204, 830, 204, 850, 204, 868],
    [130, 876, 60, 878, 0, 878],
  ]);
  const ribLines = range(CENTRE_X - 216, CENTRE_X + 217, 5)
    .map((x) => `M${x} 800V884`)
    .join("");
  const cuffSeam: Segment[] = [[340, 878, 320, 880, 294, 874]];
  return {
    seed: 404,
    drape: 12,
    grain: 0.26,
    layers: [
      ...hoodBack(colour),
      {
        outline: [body, sleeve(1), sleeve(-1)],
        colour,
        paint: bothSides([208, 222], armhole, SEAM) + bothSides([364, 870], cuffSeam, SEAM) + cuffRibs(),
        folds:
          drawFolds(9, [
            ...sleeveAndBodyFolds([
              [214, 408],
              [110, 520],
            ]),
            ...elbowFolds(),
          ]) +
          bothSides([208, 222], armhole, GROOVE) +
          bothSides([364, 870], cuffSeam, GROOVE),
        puff: 11,
        shadow: 0.1,
      },
      {
        outline: [hemBand],
        colour,
        paint: `<path d="${ribLines}" stroke="#2a0d13" stroke-width="1.8" opacity="0.45"/>`,
        puff: 5,
        shadow: 0.12,
        light: 0.96,
      },
      {
        outline: [pocket],
        colour,
        paint: stitched(
          mirrored(618, [
            [86, 618],
            [104, 646, 130, 694, 142, 732],
            [142, 798],
            [0, 804],
          ]),
          0,
          "#2a0d13",
        ),
        puff: 6,
        shadow: 0.2,
      },
      ...hoodFront(colour),
    ],
  };
}

function cuffRibs(): string {
  return ([1, -1] as const)
    .flatMap((s) =>
      range(296, 366, 5).map(
        (x) =>
          `<path d="${sided(s, [x, 880], [[x - 2, 932]])}" stroke="#2a0d13" stroke-width="1.8" opacity="0.45"/>`,
      ),
    )
    .join("");
}

/** The hood lying behind the neck: its outside and, darker, its inside. */
function hoodBack(colour: string): Layer[] {
  const outside = mirrored(84, [
    [70, 84, 128, 116, 132, 176],
    [130, 214, 110, 240, 90, 252],
    [0, 270],
  ]);
  const inside = mirrored(116, [
    [52, 116, 92, 138, 96, 184],
    [88, 230, 50, 262, 0, 270],
  ]);
  const label = `<path d="M${CENTRE_X - 20} 186h40v24h-40z" fill="#efe9df"/><path d="M${CENTRE_X - 12} 198h24" stroke="#7d2f3d" stroke-width="3"/>`;
  return [
    { outline: [outside], colour, puff: 14, shadow: 0.08, light: 0.95 },
    {
      outline: [inside],
      colour,
      paint: label,
      folds: `<path d="M${CENTRE_X} 110V180" stroke="#000" stroke-width="4" opacity="0.6"/>`,
      puff: 4,
      shadow: 0.2,
      light: 0.6,
    },
  ];
}

/** The hood's front edges crossing at the throat, with eyelets and cords. */
function hoodFront(colour: string): Layer[] {
  const edge = (s: 1 | -1): string =>
    sided(
      s,
      [106, 130],
      [
        [128, 150, 134, 176, 126, 206],
        [104, 250, 50, 288, -18, 302],
        [-26, 284],
        [36, 262, 84, 222, 92, 182],
        [94, 160, 92, 140, 86, 122],
        [94, 122, 102, 126, 106, 130],
      ],
    ) + "Z";
  const hole = (s: 1 | -1): string =>
    `<circle cx="${CENTRE_X + s * 44}" cy="262" r="6.5" fill="#c9c4bb"/><circle cx="${CENTRE_X + s * 44}" cy="262" r="3.4" fill="#3a1119"/>`;
  const cord = (s: 1 | -1, length: number): Layer => {
    const x = CENTRE_X + s * 44;
    return {
      outline: [
        `M${x - 4} 260C${x - 6 + s * 4} 320 ${x - 2} 360 ${x - 4 + s * 3} ${length}L${x + 5 + s * 3} ${length}C${x + 7} 360 ${x + 4 + s * 4} 320 ${x + 4} 260Z`,
      ],
      colour: "#efe6d6",
      paint: `<path d="M${x - 12} ${length - 22}h30v24h-30z" fill="#b9b2a6"/>`,
      puff: 4,
      shadow: 0.22,
    };
  };
  return [
    { outline: [edge(1)], colour, paint: hole(1), puff: 8, shadow: 0.22 },
    { outline: [edge(-1)], colour, paint: hole(-1), puff: 8, shadow: 0.26 },
    cord(1, 424),
    cord(-1, 404),
  ];
}
