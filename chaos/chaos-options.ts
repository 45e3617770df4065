import { parseArgs } from 'node:util';
import { SABOTAGES, type Sabotage } from './sabotage.ts';

export interface ChaosOptions {
  /** How long faults go on. */
  readonly seconds: number;
  readonly seed: number;
  /** How long the quiet phase may take. */
  readonly quietSeconds: number;
  readonly eventsPerSecond: number;
  /** How long the vendor remembers an idempotency key; undefined is a day. */
  readonly keyLifeSeconds: number | undefined;
  /** Plays against a copy of the product without this safeguard. */
  readonly sabotage: Sabotage | undefined;
  /** Plays with tokens that end and are renewed, instead of with everything; the calls of each of its plays. */
  readonly refreshCalls: number | undefined;
  /** Of those plays, this one alone. */
  readonly onlyPlay: string | undefined;
  /** Keeps the folder with logs and ledgers. */
  readonly isKept: boolean;
}

export const USAGE =
  'npm run chaos -- [--seconds 60] [--seed N] [--quiet 150] [--rate 30] [--key-life SECONDS] [--break intent|fence|key-life] [--keep]\n' +
  'npm run chaos -- --refresh [--calls 2000] [--only calm|skewed|killed|lost] [--rate 40] [--seed N] [--keep]';

const BOUNDS = {
  seconds: [5, 86_400],
  seed: [0, 0xffff_ffff],
  quiet: [5, 3_600],
  rate: [1, 500],
  'key-life': [1, 3_600],
  calls: [100, 100_000],
} as const;

/** Reads the command line; throws with a sentence. Without a seed one is drawn, and printed with the result. */
export function readChaosOptions(args: readonly string[], drawnSeed: number): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(drawnSeed) },
      quiet: { type: 'string', default: '150' },
      rate: { type: 'string', default: '30' },
      'key-life': { type: 'string' },
      refresh: { type: 'boolean', default: false },
      calls: { type: 'string', default: '2000' },
      only: { type: 'string' },
      break: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  const sabotage = SABOTAGES.find((known) => known === values.break);
  if (values.break !== undefined && sabotage === undefined) throw new Error(`--break takes ${SABOTAGES.join(' or ')}.`);
  const keyLife = values['key-life'];
  if (sabotage === 'key-life' && keyLife === undefined) throw new Error('--break key-life needs --key-life SECONDS.');
  return {
    seconds: wholeNumber('seconds', values.seconds),
    seed: wholeNumber('seed', values.seed),
    quietSeconds: wholeNumber('quiet', values.quiet),
    eventsPerSecond: wholeNumber('rate', values.rate),
    keyLifeSeconds: keyLife === undefined ? undefined : wholeNumber('key-life', keyLife),
    sabotage,
    refreshCalls: values.refresh ? wholeNumber('calls', values.calls) : undefined,
    onlyPlay: values.only,
    isKept: values.keep,
  };
}

function wholeNumber(name: keyof typeof BOUNDS, text: string): number {
  const [low, high] = BOUNDS[name];
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new Error(`--${name} is a whole number from ${low} to ${high}, not "${text}".`);
}
