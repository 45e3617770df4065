import { parseArgs } from 'node:util';

/** What is measured when nothing is said; `history` takes minutes, `web` needs a browser: both have to be asked for. */
export const PARTS = ['throughput', 'latency', 'claims'] as const;
export type Part = (typeof PARTS)[number] | 'history' | 'web';

export interface BenchOptions {
  readonly parts: readonly Part[];
  /** Measured seconds of each round of the throughput, and of the latency. */
  readonly seconds: { readonly throughput: number; readonly latency: number };
  /** How often relay and Holdfast take turns. */
  readonly rounds: number;
  /** Connections of the load generator. */
  readonly connections: number;
  /** Runs that wait while claims are timed. */
  readonly waitingRuns: number;
  /** Finished runs of the history whose lists are timed. */
  readonly historyRuns: number;
  /** Writes a processor profile of Holdfast under load into this folder, and prints where the time goes. */
  readonly profileFolder: string | undefined;
}

export const USAGE =
  'npm run bench -- [--only throughput|latency|claims] [--rounds 5] [--seconds 8] [--connections 128] [--waiting 1000000] [--profile FOLDER], npm run bench -- --history [--runs 10000000], or npm run bench -- --web';

/** Reads the command line; throws with a sentence. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string' },
      connections: { type: 'string', default: '128' },
      waiting: { type: 'string', default: '1000000' },
      profile: { type: 'string' },
      history: { type: 'boolean', default: false },
      runs: { type: 'string', default: '10000000' },
      web: { type: 'boolean', default: false },
    },
  });
  const only = PARTS.find((part) => part === values.only);
  if (values.only !== undefined && only === undefined) throw new Error(`--only takes ${PARTS.join(', ')}.`);
  const seconds = (otherwise: string): number => wholeNumber('seconds', values.seconds ?? otherwise);
  return {
    parts: partsOf(values, only),
    seconds: { throughput: seconds('8'), latency: seconds('15') },
    rounds: wholeNumber('rounds', values.rounds),
    connections: wholeNumber('connections', values.connections),
    waitingRuns: wholeNumber('waiting', values.waiting),
    historyRuns: wholeNumber('runs', values.runs),
    profileFolder: values.profile,
  };
}

function partsOf({ history, web }: { history: boolean; web: boolean }, only: Part | undefined): readonly Part[] {
  if (history) return ['history'];
  if (web) return ['web'];
  return only === undefined ? PARTS : [only];
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1 && value <= 10_000_000) return value;
  throw new Error(`--${name} is a whole number from 1 to 10000000, not "${text}".`);
}
