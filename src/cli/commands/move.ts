import type { Command } from "commander";
import { loadConfig } from "../../config.js";
import { requireFlag, UsageError, type CliSession } from "../session.js";

interface MoveFlags {
  readonly to?: string;
  readonly blobs?: string;
  readonly data?: string;
}

const HELP = `
Copies what is in DATA_DIR, also while the service runs; ids, keys and links stay the same. It can be repeated and goes on where it
was cut off: copy once, stop the service, copy the rest, start on the new places. The target must not have been in use.
Start with the same DRAPE_SECRET_KEY, or with the text of DATA_DIR/secret.key in it. Credentials of the bucket: AWS_*.

Example:
  drape move --to postgres://drape@db/drape --blobs s3://bucket`;

/** Adds `drape move`: takes an install of one machine to PostgreSQL and S3. */
export function addMoveCommand(program: Command, session: CliSession): void {
  program
    .command("move")
    .description("copy an install of one machine to PostgreSQL and S3")
    .option("--to <url>", "the database, as DATABASE_URL")
    .option("--blobs <url>", "the bucket, as BLOB_URL; without it photos and results stay where they are")
    .option("--data <folder>", "the folder to copy from, as DATA_DIR")
    .addHelpText("after", HELP)
    .action((flags: MoveFlags) => move(flags, session));
}

async function move({ to, blobs, data }: MoveFlags, session: CliSession): Promise<void> {
  const env = { ...session.env, DATABASE_URL: undefined, BLOB_URL: undefined };
  const source = loadConfig({ ...env, ...(data !== undefined && { DATA_DIR: data }) });
  const target = loadConfig({ ...env, DATABASE_URL: requireFlag("--to", to), BLOB_URL: blobs });
  if (target.databaseUrl === undefined) throw new UsageError("--to is empty; see drape move --help");
  const { moveInstall } = await import("../../move.js");
  const moved = await moveInstall(source, target);
  session.print(`${moved.rows} rows copied, ${moved.blobs} files copied, ${moved.blobsThere} were there`);
}
