import type { Point } from "../image.js";
import { cellWeights, findCell } from "./place-points.js";
import type { Anchor, GarmentMesh } from "./types.js";
import { length2 } from "../kernels/length.js";

/** Rounds of fitting rotations and solving for positions; the shape changes by less than 0.1 px after six. */
const ROUNDS = 6;
const CG_STEPS = 60;
const CG_TOLERANCE = 1e-5;

export interface RelaxOptions {
  /** Pixels of the person photo a pixel of the garment photo. */
  readonly scale: number;
  /** Where each vertex starts, x and y interleaved, in pixels of the person photo. */
  readonly start: Float32Array;
  /** How strongly a vertex is drawn to its start; 0 leaves it to the anchors. */
  readonly startWeight: number;
}

interface Edges {
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly weight: Float32Array;
}

/** An anchor bound to the mesh: four vertices and their bilinear weights. */
interface BoundAnchor {
  readonly vertices: readonly [number, number, number, number];
  readonly weights: readonly [number, number, number, number];
  readonly to: Point;
  readonly weight: number;
}

/** Sides of the cells count once for each cell that has them, diagonals half: a stiff sheet without hinges. */
function collectEdges({ cells, vertexCount }: GarmentMesh): Edges {
  const weights = new Map<number, number>();
  const add = (a: number, b: number, weight: number): void => {
    const key = a * vertexCount + b;
    weights.set(key, (weights.get(key) ?? 0) + weight);
  };
  for (let i = 0; i < cells.length; i += 4) {
    const [tl, tr, bl, br] = [cells[i]!, cells[i + 1]!, cells[i + 2]!, cells[i + 3]!];
    add(tl, tr, 0.5);
    add(bl, br, 0.5);
    add(tl, bl, 0.5);
    add(tr, br, 0.5);
    add(tl, br, 0.25);
    add(tr, bl, 0.25);
  }
  const keys = [...weights.keys()];
  return {
    a: Uint32Array.from(keys, (key) => Math.floor(key / vertexCount)),
    b: Uint32Array.from(keys, (key) => key % vertexCount),
    weight: Float32Array.from(weights.values()),
  };
}

function bindAnchor(mesh: GarmentMesh, anchor: Anchor): BoundAnchor | null {
  const cell = findCell(mesh, anchor.piece, anchor.from);
  if (cell < 0) return null;
  const [tl, tr, bl, br] = mesh.cells.subarray(4 * cell, 4 * cell + 4);
  return {
    vertices: [tl!, tr!, bl!, br!],
    weights: cellWeights(mesh, cell, anchor.from),
    to: anchor.to,
    weight: anchor.weight,
  };
}

/** What the normal equations are made of. */
interface System {
  readonly edges: Edges;
  readonly anchors: readonly BoundAnchor[];
  readonly startWeight: number;
}

/** The normal equations of edges, start and anchors, applied to one coordinate: out = A x. */
function applySystem(x: Float64Array, out: Float64Array, system: System): void {
  const { edges, anchors, startWeight } = system;
  for (let i = 0; i < x.length; i++) out[i] = startWeight * x[i]!;
  for (let e = 0; e < edges.a.length; e++) {
    const i = edges.a[e]!;
    const j = edges.b[e]!;
    const force = edges.weight[e]! * (x[i]! - x[j]!);
    out[i]! += force;
    out[j]! -= force;
  }
  for (const { vertices, weights, weight } of anchors) {
    let value = 0;
    for (let k = 0; k < 4; k++) value += weights[k]! * x[vertices[k]!]!;
    for (let k = 0; k < 4; k++) out[vertices[k]!]! += weight * weights[k]! * value;
  }
}

/** Solves A x = rhs by conjugate gradients from `x`, in place. Source: Hestenes & Stiefel 1952. */
function solveInto(x: Float64Array, rhs: Float64Array, system: System): void {
  const n = x.length;
  const residual = new Float64Array(n);
  const direction = new Float64Array(n);
  const product = new Float64Array(n);
  applySystem(x, product, system);
  let energy = 0;
  for (let i = 0; i < n; i++) {
    residual[i] = rhs[i]! - product[i]!;
    direction[i] = residual[i]!;
    energy += residual[i]! ** 2;
  }
  const enough = CG_TOLERANCE * n;
  for (let step = 0; step < CG_STEPS && energy > enough; step++) {
    applySystem(direction, product, system);
    let curvature = 0;
    for (let i = 0; i < n; i++) curvature += direction[i]! * product[i]!;
    const alpha = energy / curvature;
    let next = 0;
    for (let i = 0; i < n; i++) {
      x[i]! += alpha * direction[i]!;
      residual[i]! -= alpha * product[i]!;
      next += residual[i]! ** 2;
    }
    for (let i = 0; i < n; i++) direction[i] = residual[i]! + (next / energy) * direction[i]!;
    energy = next;
  }
}

/** Rotation of each vertex that fits its edges best (2-D: one angle, as cosine and sine). */
function fitRotations(mesh: GarmentMesh, edges: Edges, x: Float64Array, y: Float64Array): Float64Array {
  const turn = new Float64Array(2 * mesh.vertexCount);
  for (let e = 0; e < edges.a.length; e++) {
    const i = edges.a[e]!;
    const j = edges.b[e]!;
    const w = edges.weight[e]!;
    const rx = mesh.rest[2 * j]! - mesh.rest[2 * i]!;
    const ry = mesh.rest[2 * j + 1]! - mesh.rest[2 * i + 1]!;
    const dx = x[j]! - x[i]!;
    const dy = y[j]! - y[i]!;
    const cos = w * (rx * dx + ry * dy);
    const sin = w * (rx * dy - ry * dx);
    turn[2 * i]! += cos;
    turn[2 * i + 1]! += sin;
    turn[2 * j]! += cos;
    turn[2 * j + 1]! += sin;
  }
  for (let i = 0; i < turn.length; i += 2) {
    const length = length2(turn[i]!, turn[i + 1]!) || 1;
    turn[i]! /= length;
    turn[i + 1]! /= length;
  }
  return turn;
}

/**
 * Moves the mesh so that its anchors are met while every neighbourhood stays as close to a rotation of its rest shape
 * (times `scale`) as it can: prints keep their proportions.
 * Shape    result: x, y of each vertex in pixels of the person photo.
 * Source   Sorkine & Alexa, As-Rigid-As-Possible Surface Modeling, SGP 2007, on a grid with uniform weights.
 */
export function relaxMesh(
  mesh: GarmentMesh,
  anchors: readonly Anchor[],
  options: RelaxOptions,
): Float32Array {
  const { scale, start, startWeight } = options;
  const n = mesh.vertexCount;
  const edges = collectEdges(mesh);
  const bound = anchors.map((a) => bindAnchor(mesh, a)).filter((a) => a !== null);
  const system = { edges, anchors: bound, startWeight };
  const x = Float64Array.from({ length: n }, (_, i) => start[2 * i]!);
  const y = Float64Array.from({ length: n }, (_, i) => start[2 * i + 1]!);
  const rhsX = new Float64Array(n);
  const rhsY = new Float64Array(n);
  for (let round = 0; round < ROUNDS; round++) {
    const turn = fitRotations(mesh, edges, x, y);
    for (let i = 0; i < n; i++) {
      rhsX[i] = startWeight * start[2 * i]!;
      rhsY[i] = startWeight * start[2 * i + 1]!;
    }
    for (const { vertices, weights, weight, to } of bound) {
      for (let k = 0; k < 4; k++) {
        rhsX[vertices[k]!]! += weight * weights[k]! * to.x;
        rhsY[vertices[k]!]! += weight * weights[k]! * to.y;
      }
    }
    for (let e = 0; e < edges.a.length; e++) {
      const i = edges.a[e]!;
      const j = edges.b[e]!;
      const rx = scale * (mesh.rest[2 * i]! - mesh.rest[2 * j]!);
      const ry = scale * (mesh.rest[2 * i + 1]! - mesh.rest[2 * j + 1]!);
      const cos = (turn[2 * i]! + turn[2 * j]!) / 2;
      const sin = (turn[2 * i + 1]! + turn[2 * j + 1]!) / 2;
      const fx = edges.weight[e]! * (cos * rx - sin * ry);
      const fy = edges.weight[e]! * (sin * rx + cos * ry);
      rhsX[i]! += fx;
      rhsX[j]! -= fx;
      rhsY[i]! += fy;
      rhsY[j]! -= fy;
    }
    solveInto(x, rhsX, system);
    solveInto(y, rhsY, system);
  }
  return Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? x[i / 2]! : y[(i - 1) / 2]!));
}
