/** What the process says to its caller when it ends. */
import { AppError, type ErrorKind } from '../foundation/index.ts';

export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  missing: 3,
  conflict: 4,
  unreachable: 5,
  denied: 6,
  bug: 70,
  config: 78,
} as const;

/** The codes with their meaning, for docs/reference/cli.md and `holdfast help`. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.ok, 'It was done.'],
  [EXIT.failed, 'It failed: the input has problems, or a vendor refused.'],
  [EXIT.usage, 'The command was not understood: an unknown command or option, an argument missing.'],
  [EXIT.missing, 'There is no such flow, run, connection or token.'],
  [EXIT.conflict, 'It cannot be done in the present state: the run has moved on, the name or the port is taken.'],
  [EXIT.unreachable, 'Holdfast or its database does not answer, or asks to try later.'],
  [EXIT.denied, 'The token is missing or not good enough.'],
  [EXIT.bug, 'A defect of Holdfast, or its process broke down; a supervisor should start it again.'],
  [EXIT.config, 'A setting, a file that it names, or the master key is wrong, so that nothing was started.'],
];

const BY_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: EXIT.failed,
  denied: EXIT.denied,
  missing: EXIT.missing,
  conflict: EXIT.conflict,
  throttled: EXIT.unreachable,
  unavailable: EXIT.unreachable,
  upstream: EXIT.failed,
  bug: EXIT.bug,
};
const USAGE = /^app\.command\./;
const CONFIG = /^(app\.(settings?|environment|key|folder)|vault\.key|outbound\.egress)\./;

/** The exit code for an error that ended a command. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return EXIT.bug;
  if (USAGE.test(error.code)) return EXIT.usage;
  if (CONFIG.test(error.code)) return EXIT.config;
  return BY_KIND[error.kind];
}
