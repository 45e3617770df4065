/** The judgement over the refresh plays: the authorization server's own log against our tables. Pure. */

export interface PlayFacts {
  readonly name: string;
  /** Calls that had to be made, one for each event. */
  readonly calls: number;
  /** Events whose call the vendor has seen. */
  readonly delivered: number;
  /** Runs by state. */
  readonly states: Readonly<Record<string, number>>;
  /** Tokens that came to their end, by our own count: each was replaced by the next. */
  readonly expiries: number;
  /** Renewals that the authorization server answered with tokens, by its log. */
  readonly refreshes: number;
  /** Renewals that were made once more with the same token. */
  readonly lostAnswers: number;
  /** What there was to lose: answers that were thrown away, and renewals whose process was killed. */
  readonly lossesMade: number;
  readonly familiesRevoked: number;
  readonly renewalsKilled: number;
  /** Why the connection needs a person; null: it needs none. */
  readonly problem: string | null;
}

export interface RefreshVerdict {
  readonly expiries: number;
  readonly refreshes: number;
  readonly lostAnswers: number;
  readonly familiesRevoked: number;
  readonly failedRuns: number;
  readonly renewalsKilled: number;
  readonly calls: number;
  readonly delivered: number;
  /** What is wrong, a line each. */
  readonly findings: readonly string[];
}

/** Judges all plays together. */
export function judgePlays(plays: readonly PlayFacts[]): RefreshVerdict {
  const sum = (countOf: (play: PlayFacts) => number): number => plays.reduce((total, play) => total + countOf(play), 0);
  return {
    expiries: sum((play) => play.expiries),
    refreshes: sum((play) => play.refreshes),
    lostAnswers: sum((play) => play.lostAnswers),
    familiesRevoked: sum((play) => play.familiesRevoked),
    failedRuns: sum(failedRuns),
    renewalsKilled: sum((play) => play.renewalsKilled),
    calls: sum((play) => play.calls),
    delivered: sum((play) => play.delivered),
    findings: plays.flatMap(findingsOf),
  };
}

/** Whatever did not simply succeed in the end. */
function failedRuns({ states }: PlayFacts): number {
  return Object.entries(states).reduce((total, [state, count]) => total + (state === 'succeeded' ? 0 : count), 0);
}

/** Fewer would have shown nothing. */
const MIN_EXPIRIES = 5;

function findingsOf(play: PlayFacts): readonly string[] {
  const { name, calls, delivered, expiries, refreshes, lostAnswers, familiesRevoked } = play;
  const found: string[] = [];
  if (failedRuns(play) > 0) found.push(`${name}: runs that did not succeed: ${JSON.stringify(play.states)}`);
  if (play.problem !== null) found.push(`${name}: the connection needs a person: ${play.problem}`);
  if (delivered !== calls) found.push(`${name}: ${calls} events, and the vendor saw ${delivered} of them`);
  if (refreshes !== expiries + lostAnswers) {
    found.push(`${name}: ${expiries} expiries, ${refreshes} refreshes, and ${lostAnswers} answers that were lost`);
  }
  if (lostAnswers > play.lossesMade) {
    found.push(`${name}: ${lostAnswers} renewals were made twice, and only ${play.lossesMade} were disturbed`);
  }
  if (familiesRevoked > 0) found.push(`${name}: ${familiesRevoked} families of tokens were revoked`);
  if (expiries < MIN_EXPIRIES) found.push(`${name}: only ${expiries} expiries, which shows too little`);
  return found;
}
