/** A command as far as it can be completed. */
export interface CompletedCommand {
  /** The words before, such as `drape keys`. */
  readonly path: string;
  /** What may follow: commands, options, fixed arguments. */
  readonly words: readonly string[];
  /** What may follow an option, for those with fixed values. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that teaches the shell these commands. Where nothing fits, files are offered: most arguments are pictures. */
export function writeCompletionScript(shell: Shell, commands: readonly CompletedCommand[]): string {
  switch (shell) {
    case "bash":
      return writeBash(commands);
    case "zsh":
      return `autoload -U +X bashcompinit && bashcompinit\n${writeBash(commands)}`;
    case "fish":
      return writeFish(commands);
    default:
      return shell satisfies never;
  }
}

/** The longest path of words that is a command decides; then the word before, when it is an option with fixed values. */
function writeBash(commands: readonly CompletedCommand[]): string {
  const words = commands.map(({ path, words: all }) => `    "${path}") words="${all.join(" ")}" ;;`);
  const values = commands.flatMap(({ path, values: byOption }) =>
    Object.entries(byOption).map(([option, all]) => `    "${path} ${option}") words="${all.join(" ")}" ;;`),
  );
  return `_drape() {
  local path=drape words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${commands.map(({ path }) => path.replaceAll(" ", "/")).join(" ")} " in
      *" \${path// //}/$word "*) path="$path $word" ;;
    esac
  done
  case "$path" in
${words.join("\n")}
  esac
  case "$path \${COMP_WORDS[COMP_CWORD-1]}" in
${values.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _drape drape`;
}

function writeFish(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ path, words, values }) => {
    const [, ...before] = path.split(" ");
    const subcommands = words.filter((word) => !word.startsWith("-"));
    const isHere =
      before.length === 0
        ? "__fish_use_subcommand"
        : before.map((word) => `__fish_seen_subcommand_from ${word}`).join("; and ");
    const condition =
      before.length > 0 && subcommands.length > 0
        ? `${isHere}; and not __fish_seen_subcommand_from ${subcommands.join(" ")}`
        : isHere;
    return [
      ...(subcommands.length === 0
        ? []
        : [`complete -c drape -n '${condition}' -f -a '${subcommands.join(" ")}'`]),
      ...words
        .filter((word) => word.startsWith("--"))
        .map((option) => {
          const fixed = values[option] === undefined ? "" : ` -x -a '${values[option].join(" ")}'`;
          return `complete -c drape -n '${isHere}' -l ${option.slice(2)}${fixed}`;
        }),
    ];
  });
  return lines.join("\n");
}
