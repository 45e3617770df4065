import { FieldReader } from './field-reader.ts';
import type { SwitchName, SwitchSetting } from './switch-table.ts';

/** What the switches do to one call. */
export interface Faults {
  readonly slowMs: number;
  readonly renames: readonly { readonly from: string; readonly to: string }[];
  readonly hasKeyStore: boolean;
  readonly keyLifeMs: number;
  readonly indexLagMs: number;
  /** The switch that decides the answer; undefined lets the call be answered truly. */
  readonly ending: SwitchSetting | undefined;
}

/** The call as far as a switch's scope can see it. */
export interface SwitchedCall {
  readonly operation: string;
  readonly path: string;
}

/** How long the vendors remember an idempotency key unless `key_ttl` says otherwise. */
const KEY_LIFE_MS = 24 * 3_600_000;
const MAX_SWITCHES = 100;
/** These bend a call without deciding its answer, so several may hit one call. */
const BENDING: readonly SwitchName[] = ['slow', 'renamed_field', 'no_idempotency', 'key_ttl', 'index_lag'];

interface Armed {
  readonly setting: SwitchSetting;
  readonly random: () => number;
  left: number;
}

/**
 * The switches that are on. A call is hit by every matching bending switch and by the first matching one that decides
 * the answer, in the order they were set; only those that fire are counted down.
 */
export class SwitchBoard {
  #armed: Armed[] = [];

  /** Turns a switch on, in place of one with the same name and scope; throws when there are too many. */
  set(setting: SwitchSetting): void {
    this.#armed = this.#armed.filter((armed) => !isSameSwitch(armed.setting, setting));
    if (this.#armed.length >= MAX_SWITCHES) refuseMore();
    this.#armed.push({ setting, random: makeRandom(setting.seed), left: setting.count ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The switches that are on, with how often each will still fire (null: until cleared). */
  list(): readonly { readonly setting: SwitchSetting; readonly left: number | null }[] {
    return this.#armed.map(({ setting, left }) => ({ setting, left: Number.isFinite(left) ? left : null }));
  }

  /** What hits this call; switches with a count have fired once when this returns. */
  take(call: SwitchedCall): Faults {
    const bending = this.#fire(call, (name) => BENDING.includes(name), Number.POSITIVE_INFINITY);
    const [ending] = this.#fire(call, (name) => !BENDING.includes(name), 1);
    return { ...bend(bending), ending };
  }

  /** The renames that hit an event on its way out; other switches do not concern events. */
  takeRenames(call: SwitchedCall): Faults['renames'] {
    return bend(this.#fire(call, (name) => name === 'renamed_field', Number.POSITIVE_INFINITY)).renames;
  }

  #fire(call: SwitchedCall, isWanted: (name: SwitchName) => boolean, limit: number): SwitchSetting[] {
    const fired: SwitchSetting[] = [];
    for (const armed of this.#armed) {
      if (fired.length >= limit) break;
      if (!isWanted(armed.setting.name) || !isInScope(armed.setting, call) || !isDrawn(armed)) continue;
      armed.left -= 1;
      fired.push(armed.setting);
    }
    this.#armed = this.#armed.filter((armed) => armed.left > 0);
    return fired;
  }
}

function bend(settings: readonly SwitchSetting[]): Omit<Faults, 'ending'> {
  const ms = (name: SwitchName) => settings.findLast((setting) => setting.name === name)?.ms;
  return {
    slowMs: ms('slow') ?? 0,
    renames: settings
      .filter(({ name }) => name === 'renamed_field')
      .map(({ from, to }) => ({ from: from ?? '', to: to ?? '' })),
    hasKeyStore: !settings.some(({ name }) => name === 'no_idempotency'),
    keyLifeMs: ms('key_ttl') ?? KEY_LIFE_MS,
    indexLagMs: ms('index_lag') ?? 0,
  };
}

function isInScope({ operation, pathPrefix }: SwitchSetting, call: SwitchedCall): boolean {
  return (
    (operation === null || operation === call.operation) && (pathPrefix === null || call.path.startsWith(pathPrefix))
  );
}

function isDrawn(armed: Armed): boolean {
  return armed.setting.probability === null || armed.random() < armed.setting.probability;
}

function isSameSwitch(one: SwitchSetting, other: SwitchSetting): boolean {
  const hasSameScope = one.operation === other.operation && one.pathPrefix === other.pathPrefix;
  return hasSameScope && one.name === other.name && one.from === other.from;
}

function refuseMore(): void {
  const fields = new FieldReader({});
  fields.refuse('name', 'too_many', `At most ${MAX_SWITCHES} switches can be on.`);
  fields.check();
}

/** A linear congruential generator, so that a seed gives the same faults again; in [0, 1). */
function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
