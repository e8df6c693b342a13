/**
 * Solids as signed distance fields: negative inside, zero on the surface, positive outside. Every shape carries a box that
 * holds it, so that a scene can skip what is far. Combined with smooth minima the distances are bounds, not exact: a
 * ray marcher takes somewhat shorter steps. Source: Inigo Quilez, "Distance functions" and "Smooth minimum" (articles).
 */
export type Vec3 = readonly [number, number, number];

/** Distance of the point to the surface, in the unit of the space it lives in. */
export type Field = (x: number, y: number, z: number) => number;

export interface Box {
  readonly min: Vec3;
  readonly max: Vec3;
}

export interface Shape {
  readonly distance: Field;
  readonly box: Box;
}

/** One cross-section of a loft: an ellipse at height y, with its half-axes and the position of its centre. */
export interface Section {
  readonly y: number;
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly x?: number;
  readonly z?: number;
}

/** Makes an ellipsoid. Exact on the surface, a bound elsewhere. */
export function ellipsoid(centre: Vec3, radii: Vec3): Shape {
  const [cx, cy, cz] = centre;
  const [rx, ry, rz] = radii;
  const distance: Field = (px, py, pz) => {
    const x = (px - cx) / rx;
    const y = (py - cy) / ry;
    const z = (pz - cz) / rz;
    const k0 = Math.sqrt(x * x + y * y + z * z);
    const gx = x / rx;
    const gy = y / ry;
    const gz = z / rz;
    const k1 = Math.sqrt(gx * gx + gy * gy + gz * gz);
    return k1 < 1e-9 ? -Math.min(rx, ry, rz) : (k0 * (k0 - 1)) / k1;
  };
  return { distance, box: boxAround(centre, radii) };
}

/** Makes a bar from a to b with rounded ends, whose radius runs smoothly through `radii`, evenly spaced from a to b. */
export function capsule(a: Vec3, b: Vec3, radii: readonly number[]): Shape {
  const [ax, ay, az] = a;
  const bx = b[0] - ax;
  const by = b[1] - ay;
  const bz = b[2] - az;
  const inverse = 1 / Math.max(1e-12, bx * bx + by * by + bz * bz);
  const table = tabulate(
    radii.map((r, i) => [i, r]),
    0,
    Math.max(1, radii.length - 1),
  );
  const distance: Field = (px, py, pz) => {
    const x = px - ax;
    const y = py - ay;
    const z = pz - az;
    const t = Math.min(1, Math.max(0, (x * bx + y * by + z * bz) * inverse));
    const dx = x - bx * t;
    const dy = y - by * t;
    const dz = z - bz * t;
    return Math.sqrt(dx * dx + dy * dy + dz * dz) - lookUp(table, t);
  };
  const r = Math.max(...radii);
  return {
    distance,
    box: joinBoxes([boxAround(a, [r, r, r]), boxAround(b, [r, r, r])]),
  };
}

/** Makes a rope through `points`, with a radius for each point. Far from it, the distance is that to its box. */
export function rope(points: readonly Vec3[], radii: readonly number[]): Shape {
  const p = Float64Array.from(points.flat());
  const most = Math.max(...radii);
  const box = joinBoxes(points.map((point) => boxAround(point, [most, most, most])));
  const distance: Field = (px, py, pz) => {
    const toBox = boxDistance(box, px, py, pz);
    if (toBox > 2 * most) return toBox;
    let d = Infinity;
    for (let i = 0; i + 1 < radii.length; i++) {
      const k = i * 3;
      const x = px - p[k]!;
      const y = py - p[k + 1]!;
      const z = pz - p[k + 2]!;
      const bx = p[k + 3]! - p[k]!;
      const by = p[k + 4]! - p[k + 1]!;
      const bz = p[k + 5]! - p[k + 2]!;
      const t = Math.min(1, Math.max(0, (x * bx + y * by + z * bz) / (bx * bx + by * by + bz * bz)));
      const dx = x - bx * t;
      const dy = y - by * t;
      const dz = z - bz * t;
      const r = radii[i]! + (radii[i + 1]! - radii[i]!) * t;
      d = Math.min(d, Math.sqrt(dx * dx + dy * dy + dz * dz) - r);
    }
    return d;
  };
  return { distance, box };
}

/** Samples the smooth curve (Catmull-Rom) through `knots` at `steps` even steps for each span. */
export function curve(knots: readonly Vec3[], steps: number): Vec3[] {
  const points: Vec3[] = [];
  for (let i = 0; i + 1 < knots.length; i++) {
    const p = [
      knots[Math.max(0, i - 1)]!,
      knots[i]!,
      knots[i + 1]!,
      knots[Math.min(knots.length - 1, i + 2)]!,
    ];
    for (let s = 0; s < steps; s++)
      points.push(
        [0, 1, 2].map((n) =>
          spline(
            p.map((k) => k[n]!),
            s / steps,
          ),
        ) as unknown as Vec3,
      );
  }
  points.push(knots[knots.length - 1]!);
  return points;
}

function spline(p: readonly number[], t: number): number {
  const [a, b, c, d] = p as [number, number, number, number];
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** Makes a body of elliptic cross-sections, smooth between them, flat at both ends. Sections rise in y. */
export function loft(sections: readonly Section[]): Shape {
  const y0 = sections[0]!.y;
  const y1 = sections[sections.length - 1]!.y;
  const tableOf = (pick: (s: Section) => number): Float64Array =>
    tabulate(
      sections.map((s) => [s.y, pick(s)]),
      y0,
      y1,
    );
  const widths = tableOf((s) => s.halfWidth);
  const depths = tableOf((s) => s.halfDepth);
  const xs = tableOf((s) => s.x ?? 0);
  const zs = tableOf((s) => s.z ?? 0);
  const distance: Field = (px, py, pz) => {
    const t = Math.min(1, Math.max(0, (py - y0) / (y1 - y0)));
    const a = lookUp(widths, t);
    const b = lookUp(depths, t);
    const x = (px - lookUp(xs, t)) / a;
    const z = (pz - lookUp(zs, t)) / b;
    const k0 = Math.sqrt(x * x + z * z);
    const k1 = Math.sqrt((x * x) / (a * a) + (z * z) / (b * b));
    const side = k1 < 1e-9 ? -Math.min(a, b) : (k0 * (k0 - 1)) / k1;
    const end = Math.max(y0 - py, py - y1);
    return end > 0 && side > 0 ? Math.sqrt(end * end + side * side) : Math.max(side, end);
  };
  const boxes = sections.map((s) =>
    boxAround([s.x ?? 0, s.y, s.z ?? 0], [s.halfWidth * 1.05, 0, s.halfDepth * 1.05]),
  );
  return { distance, box: joinBoxes(boxes) };
}

/** Joins shapes; seams closer than about k are rounded over. */
export function blend(k: number, shapes: readonly Shape[]): Shape {
  const fields = shapes.map((s) => s.distance);
  const distance: Field = (x, y, z) => {
    let d = fields[0]!(x, y, z);
    for (let i = 1; i < fields.length; i++) d = smoothMin(d, fields[i]!(x, y, z), k);
    return d;
  };
  return { distance, box: growBox(joinBoxes(shapes.map((s) => s.box)), k / 2) };
}

/** Takes `tool` away from `shape`; the rim is rounded by about k. */
export function cut(k: number, shape: Shape, tool: Shape): Shape {
  const a = shape.distance;
  const b = tool.distance;
  return { distance: (x, y, z) => -smoothMin(-a(x, y, z), b(x, y, z), k), box: shape.box };
}

/** Raises the surface by `height` (at most `limit` either way), which is asked only near the surface. */
export function displace(shape: Shape, limit: number, height: Field): Shape {
  const base = shape.distance;
  const distance: Field = (x, y, z) => {
    const d = base(x, y, z);
    const far = Math.abs(d) / limit;
    return far > 4 ? d : d - height(x, y, z) * (far < 2 ? 1 : ramp(4, 2, far));
  };
  return { distance, box: growBox(shape.box, limit) };
}

/** Distance from a point to a box, 0 inside: never more than the distance to what the box holds. */
export function boxDistance(box: Box, x: number, y: number, z: number): number {
  const dx = Math.max(box.min[0] - x, 0, x - box.max[0]);
  const dy = Math.max(box.min[1] - y, 0, y - box.max[1]);
  const dz = Math.max(box.min[2] - z, 0, z - box.max[2]);
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

/** The smaller of a and b, rounded where they differ by less than k (polynomial, Quilez). */
export function smoothMin(a: number, b: number, k: number): number {
  const h = Math.max(k - Math.abs(a - b), 0);
  return Math.min(a, b) - (h * h) / (4 * k);
}

/** 0 below `from`, 1 above `to`, smooth between. `from` may be the larger. */
export function ramp(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** The box that reaches `r` to each side of `c`. */
export function boxAround(c: Vec3, r: Vec3): Box {
  return {
    min: [c[0] - r[0], c[1] - r[1], c[2] - r[2]],
    max: [c[0] + r[0], c[1] + r[1], c[2] + r[2]],
  };
}

function growBox(box: Box, by: number): Box {
  const [x, y, z] = box.min;
  const [X, Y, Z] = box.max;
  return { min: [x - by, y - by, z - by], max: [X + by, Y + by, Z + by] };
}

/** The smallest box around all of these. */
export function joinBoxes(boxes: readonly Box[]): Box {
  const least = (n: 0 | 1 | 2): number => Math.min(...boxes.map((b) => b.min[n]));
  const most = (n: 0 | 1 | 2): number => Math.max(...boxes.map((b) => b.max[n]));
  return { min: [least(0), least(1), least(2)], max: [most(0), most(1), most(2)] };
}

const TABLE_STEPS = 128;

/** Samples a smooth curve (cubic Hermite, Catmull-Rom slopes) through the knots at even steps from `from` to `to`. */
function tabulate(knots: readonly (readonly number[])[], from: number, to: number): Float64Array {
  const slope = (i: number): number => {
    const a = knots[Math.max(0, i - 1)]!;
    const b = knots[Math.min(knots.length - 1, i + 1)]!;
    return a === b ? 0 : (b[1]! - a[1]!) / (b[0]! - a[0]!);
  };
  return Float64Array.from({ length: TABLE_STEPS + 2 }, (_, n) => {
    const x = Math.min(to, from + ((to - from) * n) / TABLE_STEPS);
    let i = 0;
    while (i < knots.length - 2 && knots[i + 1]![0]! <= x) i++;
    const p = knots[i]!;
    const q = knots[Math.min(i + 1, knots.length - 1)]!;
    const span = q[0]! - p[0]! || 1;
    const t = (x - p[0]!) / span;
    const s = t * t * (3 - 2 * t);
    const bend = t * (1 - t) * ((1 - t) * slope(i) - t * slope(Math.min(i + 1, knots.length - 1)));
    return p[1]! + (q[1]! - p[1]!) * s + bend * span;
  });
}

function lookUp(table: Float64Array, t: number): number {
  const at = t * TABLE_STEPS;
  const i = Math.floor(at);
  return table[i]! + (table[i + 1]! - table[i]!) * (at - i);
}
