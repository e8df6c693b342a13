/** Where a command writes. Commands take it as a parameter, so that tests and the program differ in nothing else. */
export interface CliSession {
  /** Writes a line of the command's result to stdout. */
  readonly print: (line: string) => void;
  /** Writes a line about the command's progress or failure to stderr. */
  readonly warn: (line: string) => void;
  /** Whether a person is watching stderr. */
  readonly isTerminal: boolean;
  /** The environment's variables, for loadConfig(). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes a signal that fires at the first Ctrl-C (or SIGTERM); a second one ends the process at once. */
  readonly interruption: () => AbortSignal;
  /** What the process will exit with. @see EXIT */
  exitCode: number;
}

/** The program's exit codes. */
export const EXIT = {
  ok: 0,
  /** The work was tried and did not (all) succeed: refused, failed, or a check of `doctor` found a fault. */
  failed: 1,
  /** The command cannot be understood or its files cannot be used: nothing was tried. */
  usage: 2,
  /** Ctrl-C, as shells report it. */
  interrupted: 130,
} as const;

/**
 * The value of a flag that must be given. commander's own required options complain before it looks for misspelt flags, and
 * then `--oout` is answered with "--out is missing". @throws UsageError
 */
export function requireFlag(flag: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`${flag} is missing; see drape --help`);
  return value;
}

/** The caller gave something that cannot be used. The message is one line that says what and why; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
