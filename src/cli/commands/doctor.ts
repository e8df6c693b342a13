import type { Command } from "commander";
import { loadConfig } from "../../config.js";
import { EXIT, type CliSession } from "../session.js";
import { withCause } from "../with-cause.js";

const HELP = `
Looks at Node, the data folder, the port and the models, and dresses one of the example pictures. Exits 1 if one of these
does not work.

Examples:
  drape doctor
  PORT=8080 DATA_DIR=/srv/drape drape doctor   checks what \`drape serve\` would use`;

/** Adds `drape doctor`: finds out what is wrong with an installation. */
export function addDoctorCommand(program: Command, session: CliSession): void {
  program
    .command("doctor")
    .description("check that everything that Drape needs is there and works")
    .option("--json", "print one JSON object a check")
    .addHelpText("after", HELP)
    .action(({ json }: { readonly json?: true }) => runDoctor(session, json === true));
}

async function runDoctor(session: CliSession, isJson: boolean): Promise<void> {
  const config = loadConfig(session.env);
  const { CHECKS } = await import("../doctor-checks.js");
  for (const { name, run } of CHECKS) {
    const tell = (ok: boolean, text: string): void =>
      session.print(
        isJson
          ? JSON.stringify({ check: name, ok, text })
          : `${ok ? "ok    " : "FAIL  "}${name.padEnd(7)} ${text}`,
      );
    try {
      tell(true, await run(config));
    } catch (error) {
      tell(false, withCause(error));
      session.exitCode = EXIT.failed;
    }
  }
}
