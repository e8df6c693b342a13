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
    .addHelpText("after", HELP)
    .action(() => runDoctor(session));
}

async function runDoctor(session: CliSession): Promise<void> {
  const config = loadConfig(session.env);
  const { CHECKS } = await import("../doctor-checks.js");
  for (const { name, run } of CHECKS) {
    try {
      session.print(`ok    ${name.padEnd(7)} ${await run(config)}`);
    } catch (error) {
      session.print(`FAIL  ${name.padEnd(7)} ${withCause(error)}`);
      session.exitCode = EXIT.failed;
    }
  }
}
