/** What a chaos run prints at its end, and whether it passed. */
import type { ChaosOptions } from './chaos-options.ts';
import type { ChaosResult } from './chaos-run.ts';

/** Below these a run of a minute or more has shown too little, however clean it is; of a shorter one less is asked. */
const MIN_ACKNOWLEDGED = 500;
const MIN_KILLS = 20;
const FULL_SECONDS = 60;
const MAX_SHOWN = 15;

/** True when nothing was lost, doubled, stuck or otherwise wrong, and enough happened to say so. */
export function hasPassed(result: ChaosResult, options: ChaosOptions): boolean {
  const { minAcknowledged, minKills } = leastOf(options);
  const isEnough = result.verdict.acknowledged >= minAcknowledged && result.killCount >= minKills;
  return isEnough && findings(result).every(({ places }) => places.length === 0);
}

/** Everything that is wrong, for people. */
export function findingLines(result: ChaosResult, options: ChaosOptions): string[] {
  const { minAcknowledged, minKills } = leastOf(options);
  const lines = findings(result).flatMap(({ title, places }) => {
    if (places.length === 0) return [];
    const more = places.length > MAX_SHOWN ? [`  and ${places.length - MAX_SHOWN} more`] : [];
    return [`${title}: ${places.length}`, ...places.slice(0, MAX_SHOWN).map((place) => `  ${place}`), ...more];
  });
  const { acknowledged } = result.verdict;
  if (acknowledged < minAcknowledged)
    lines.push(`Only ${acknowledged} events were acknowledged, not ${minAcknowledged}.`);
  if (result.killCount < minKills) lines.push(`Only ${result.killCount} kills happened, not ${minKills}.`);
  return lines;
}

function leastOf({ seconds }: ChaosOptions): { readonly minAcknowledged: number; readonly minKills: number } {
  const share = Math.min(1, seconds / FULL_SECONDS);
  return { minAcknowledged: Math.ceil(MIN_ACKNOWLEDGED * share), minKills: Math.ceil(MIN_KILLS * share) };
}

/** The last line: one JSON object. */
export function resultLine(result: ChaosResult, options: ChaosOptions): string {
  const { verdict, takeovers } = result;
  return JSON.stringify({
    acknowledged: verdict.acknowledged,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    unknown: verdict.states.unknown ?? 0,
    stuck: verdict.stuck.length,
    takeoverMsMax: takeovers.maxMs,
    kills: result.killCount,
    takeovers: takeovers.count,
    disordered: verdict.disordered.length,
    unexplained: verdict.unexplained.length,
    violations: result.violations.length,
    invariantChecks: result.askedCount,
    sent: result.sentCount,
    states: verdict.states,
    deadLetters: verdict.deadLetters,
    processFaults: Object.fromEntries(result.processFaults),
    vendorFaults: Object.fromEntries(result.vendorFaults),
    selfEndings: result.selfEndings.length,
    quietMs: result.quietMs,
    seconds: options.seconds,
    seed: options.seed,
    ...(options.keyLifeSeconds === undefined ? {} : { keyLifeSeconds: options.keyLifeSeconds }),
    ...(options.sabotage === undefined ? {} : { broken: options.sabotage }),
  });
}

function findings({ verdict, violations }: ChaosResult): { title: string; places: readonly string[] }[] {
  return [
    { title: 'lost', places: verdict.lost },
    { title: 'doubled', places: verdict.doubled },
    { title: 'stuck', places: verdict.stuck },
    { title: 'out of order', places: verdict.disordered },
    { title: 'unexplained', places: verdict.unexplained },
    { title: 'violations', places: violations },
  ];
}
