import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { GarmentKind, Image8 } from "../../engine/mod.js";
import type { TryOnOutcome } from "../../jobs/mod.js";
import { requireFormat, readPictureFile, writeResultFile } from "../picture-file.js";
import { GARMENT_KINDS } from "../manifest.js";
import { EXIT, requireFlag, type CliSession } from "../session.js";

interface TryOnFlags {
  readonly out?: string;
  readonly debug?: string;
  readonly json?: true;
  readonly quality?: number;
  readonly kind?: GarmentKind;
}

const EXAMPLES = `
Examples:
  drape try-on me.jpg shirt.jpg --out me-in-shirt.png
  drape try-on me.jpg shirt.jpg --out result.png --debug stages/   also writes a picture of every stage
  drape try-on me.jpg model.jpg --out result.png --kind lower      takes the trousers that the model wears
  drape try-on me.jpg shirt.jpg --out result.png --json            prints the quality report for a program`;

/** Adds `drape try-on`: one try-on in this process, without a service. */
export function addTryOnCommand(program: Command, session: CliSession): void {
  program
    .command("try-on")
    .description("dress the person of one photo in the garment of another")
    .argument("<person>", "photo of one person, from the front (JPEG, PNG or WebP)")
    .argument("<garment>", "photo of one garment, laid flat on a plain background or worn by a model")
    .option("--out <file>", "where the result goes, a .png, .jpg or .webp; required")
    .option("--quality <n>", "quality of a .jpg or .webp, 1 to 100 (default 92)", parseQuality)
    .addOption(
      new Option(
        "--kind <kind>",
        "what the garment is, or which one of the picture; else the engine sees",
      ).choices(GARMENT_KINDS),
    )
    .option("--debug <folder>", "write a picture of every stage into this folder")
    .option("--json", "print the report as JSON")
    .addHelpText("after", EXAMPLES)
    .action((person: string, garment: string, flags: TryOnFlags) =>
      runTryOn(person, garment, flags, session),
    );
}

function parseQuality(text: string): number {
  const quality = Number(text);
  if (!Number.isInteger(quality) || quality < 1 || quality > 100)
    throw new InvalidArgumentError("give a whole number from 1 to 100");
  return quality;
}

async function runTryOn(
  person: string,
  garment: string,
  flags: TryOnFlags,
  session: CliSession,
): Promise<void> {
  const out = requireFlag("--out <file>", flags.out);
  const output = { format: requireFormat(out), ...(flags.quality && { quality: flags.quality }) };
  const files = {
    person: await readPictureFile("person", person),
    garments: [await readPictureFile("garment", garment)],
    output,
    ...(flags.kind && { kind: flags.kind }),
  };
  const { tryOnPictures } = await import("../../jobs/mod.js");
  const { createPerception } = await import("../../perception/mod.js");
  const drawings: { readonly name: string; readonly image: Image8 }[] = [];
  const outcome = await tryOnPictures(
    await createPerception(),
    files,
    flags.debug === undefined ? {} : { onDebugImage: (name, image) => drawings.push({ name, image }) },
  );
  if (flags.debug !== undefined) await writeDrawings(flags.debug, drawings);
  if (outcome.ok) await writeResultFile(out, outcome.picture);
  session.exitCode = outcome.ok ? EXIT.ok : EXIT.failed;
  if (flags.json) session.print(formatJson(outcome, out));
  else tell(outcome, out, session);
}

async function writeDrawings(
  folder: string,
  drawings: readonly { name: string; image: Image8 }[],
): Promise<void> {
  const { encodePng } = await import("../../codecs/mod.js");
  await mkdir(folder, { recursive: true });
  for (const { name, image } of drawings) {
    await writeFile(join(folder, `${name}.png`), await encodePng(image));
  }
}

function formatJson(outcome: TryOnOutcome, out: string): string {
  return JSON.stringify(outcome.ok ? { ok: true, out, ...outcome.report } : outcome, null, 2);
}

function tell(outcome: TryOnOutcome, out: string, session: CliSession): void {
  if (!outcome.ok) return session.warn(`drape: refused (${outcome.code}): ${outcome.message}`);
  const { score, warnings, timingsMs } = outcome.report;
  const totalMs = Object.values(timingsMs).reduce((sum, ms) => sum + ms, 0);
  session.print(`${out}: ${(totalMs / 1000).toFixed(1)} s, score ${score.toFixed(2)}`);
  for (const warning of warnings) session.print(`  warning: ${warning}`);
}
