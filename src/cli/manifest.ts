import { dirname, isAbsolute, relative, resolve } from "node:path";
import type { GarmentKind } from "../engine/mod.js";
import { parse } from "csv-parse/sync";
import { formatOfName, readInputFile, RESULT_NAMES } from "./picture-file.js";
import { UsageError } from "./session.js";

const COLUMNS = ["person", "garment", "out"] as const;

/** What the column kind and the flag --kind may say. */
export const GARMENT_KINDS = ["upper", "lower", "dress"] as const satisfies readonly GarmentKind[];

/** One try-on of a manifest. */
export interface ManifestRow {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Absolute paths of the photos. */
  readonly person: string;
  readonly garment: string;
  /** The result's path below the output folder, as written in the file. */
  readonly out: string;
  /** From the column kind; undefined without it, or where it is empty. */
  readonly kind?: GarmentKind;
  /** Why the row cannot be used, if so: the other rows still can. */
  readonly fault: string | null;
}

/**
 * Reads a CSV file whose first line names the columns person, garment and out, and may name kind; others are ignored. Photos' paths are
 * relative to the file. @throws UsageError if the file cannot be read as a whole.
 */
export async function readManifest(path: string): Promise<readonly ManifestRow[]> {
  const text = Buffer.from(await readInputFile("the manifest", path)).toString("utf8");
  const folder = dirname(resolve(path));
  const lineOfOut = new Map<string, number>();
  return parseTable(path, text).map(({ line, cells }) => {
    const [person = "", garment = "", out = ""] = COLUMNS.map((column) => cells[column]);
    const kind = GARMENT_KINDS.find((known) => known === cells["kind"]);
    const fault = findFault({ person, garment, out }, lineOfOut) ?? findKindFault(cells["kind"], kind);
    lineOfOut.set(out, line);
    return {
      line,
      person: resolve(folder, person),
      garment: resolve(folder, garment),
      out,
      ...(kind && { kind }),
      fault,
    };
  });
}

function findKindFault(said: string | undefined, kind: GarmentKind | undefined): string | null {
  if (said === undefined || said === "" || kind !== undefined) return null;
  return `Column kind is ${said}: want ${GARMENT_KINDS.join(", ")}, or nothing`;
}

interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string | undefined>>;
}

function parseTable(path: string, text: string): readonly TableRow[] {
  try {
    // csv-parse types its records as unknown; with `columns` and `info` they have this shape.
    const records = parse(text, {
      bom: true,
      columns: (names: string[]) => assertColumns(names, path),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly {
      readonly record: TableRow["cells"];
      readonly info: { readonly lines: number };
    }[];
    if (records.length === 0)
      throw new UsageError(`Cannot use the manifest ${path}: it has no rows below its heading`);
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot read the manifest ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function assertColumns(names: string[], path: string): string[] {
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new UsageError(`Cannot use the manifest ${path}: it lacks the column ${missing.join(", ")}`);
  return names;
}

function findFault(
  row: Readonly<Record<(typeof COLUMNS)[number], string>>,
  lineOfOut: Map<string, number>,
): string | null {
  const empty = COLUMNS.find((column) => row[column] === "");
  if (empty !== undefined) return `Column ${empty} is empty`;
  if (formatOfName(row.out) === undefined) return `Cannot write ${row.out}: ${RESULT_NAMES}`;
  const belowFolder = relative("/x", resolve("/x", row.out));
  if (belowFolder.startsWith("..") || isAbsolute(belowFolder))
    return `Cannot write ${row.out}: it lies outside the output folder`;
  const earlier = lineOfOut.get(row.out);
  return earlier === undefined ? null : `Cannot write ${row.out}: line ${earlier} writes it already`;
}
