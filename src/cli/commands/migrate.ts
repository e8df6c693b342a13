import type { Command } from "commander";
import { loadConfig } from "../../config.js";
import type { CliSession } from "../session.js";

/** Adds `drape migrate`: brings the tables up to date, as every start does, and ends. */
export function addMigrateCommand(program: Command, session: CliSession): void {
  program
    .command("migrate")
    .description("bring the database's tables up to date; every start does so too")
    .action(async () => {
      const { migrateDatabase } = await import("../../main.js");
      session.print(`The tables are up to date: ${await migrateDatabase(loadConfig(session.env))}`);
    });
}
