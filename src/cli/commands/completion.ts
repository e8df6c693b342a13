import { Argument, type Command } from "commander";
import { SHELLS, writeCompletionScript, type CompletedCommand, type Shell } from "../completion-script.js";
import type { CliSession } from "../session.js";

const HELP = `
The script knows this version's commands: make it again after an update.

Examples:
  drape completion bash > ~/.local/share/bash-completion/completions/drape
  drape completion zsh > "\${fpath[1]}/_drape"          or in ~/.zshrc: source <(drape completion zsh)
  drape completion fish > ~/.config/fish/completions/drape.fish`;

/** Adds `drape completion`: a script for the shell, made from the program's own commands. */
export function addCompletionCommand(program: Command, session: CliSession): void {
  program
    .command("completion")
    .description("print a script that lets the shell complete drape's commands")
    .addArgument(new Argument("<shell>", "the shell").choices(SHELLS))
    .addHelpText("after", HELP)
    .action((shell: Shell) => session.print(writeCompletionScript(shell, listCommands(program, "drape"))));
}

/** The command and all below it. */
function listCommands(command: Command, path: string): readonly CompletedCommand[] {
  const { commands, options, registeredArguments } = command;
  const long = options.flatMap(({ long: name, argChoices }) => (name ? [{ name, argChoices }] : []));
  const own: CompletedCommand = {
    path,
    words: [
      ...commands.map((child) => child.name()),
      ...registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
      ...long.map(({ name }) => name),
      "--help",
    ],
    values: Object.fromEntries(
      long.flatMap(({ name, argChoices }) => (argChoices === undefined ? [] : [[name, argChoices]])),
    ),
  };
  return [own, ...commands.flatMap((child) => listCommands(child, `${path} ${child.name()}`))];
}
