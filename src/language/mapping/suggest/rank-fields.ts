/** Puts the source fields that may fill one target in order, and says whether the first of them is beyond doubt. */
import { compileSchema } from '../../contract/compile-schema.ts';
import type { Expression } from '../mapping.ts';
import { fitField } from './fit-field.ts';
import { matchLooks, matchNames, type NamedField, type NamedTarget } from './match-field.ts';

export interface Candidate {
  readonly expression: Expression;
  /** From 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
  readonly isSure: boolean;
}

/** Below this nothing is said at all. */
const MIN_SCORE = 0.35;
const SURE_SCORE = 0.8;
/** How far the second best has to be behind. */
const SURE_MARGIN = 0.3;
/** Samples are checked against the target's schema for this many. */
const MAX_CHECKED = 8;

/** The candidates for a target that is no list of objects, the best first; only the first can be sure. */
export function candidatesFor(target: NamedTarget, fields: readonly NamedField[]): readonly Candidate[] {
  const ranked = fields
    .map((source, order) => ({ source, order, match: matchNames(target, source) }))
    .filter(({ match }) => match.score >= MIN_SCORE)
    .sort((one, other) => other.match.score - one.match.score || one.order - other.order)
    .slice(0, MAX_CHECKED)
    .flatMap(({ source, match }) => weigh(target, source, match) ?? []);
  return markSure(ranked.sort((one, other) => other.score - one.score));
}

/** The first is sure when nothing speaks against it and nothing else comes near. */
export function markSure(ranked: readonly (Candidate & { readonly isDoubtful: boolean })[]): readonly Candidate[] {
  return ranked.map(({ isDoubtful, ...candidate }, index) => {
    const behind = candidate.score - (ranked[1]?.score ?? 0);
    const isSure = index === 0 && !isDoubtful && candidate.score >= SURE_SCORE && behind >= SURE_MARGIN;
    return { ...candidate, isSure };
  });
}

function weigh(
  target: NamedTarget,
  source: NamedField,
  match: { readonly score: number; readonly reason: string },
): (Candidate & { readonly isDoubtful: boolean }) | undefined {
  const { field } = source;
  const fit = fitField(field, target.type);
  if (fit === undefined) return undefined;
  const looks = matchLooks(target.type, field);
  const isRefused = isSampleRefused(target, source);
  const doubts = [
    ...fit.notes,
    ...(isRefused ? ['the sample value would be refused'] : []),
    ...(source.isAbsent ? ['the sample has no such value'] : []),
    ...(field.listPath === undefined ? [] : ['only the first entry of the list is taken']),
  ];
  const score = Math.min(1, match.score + looks.score) - (isRefused ? 0.2 : 0);
  const reasons = [match.reason, looks.reason, ...doubts].filter((reason) => reason !== '');
  return { expression: fit.expression, score, reasons, isSure: false, isDoubtful: doubts.length > 0 };
}

/** Only where the value would be copied as it is. */
function isSampleRefused(target: NamedTarget, { field }: NamedField): boolean {
  const { source } = target.type;
  if (field.sample === undefined || field.sample === null || source === undefined) return false;
  const fit = fitField(field, target.type);
  if (fit === undefined || !('from' in fit.expression)) return false;
  return compileSchema(source.schema, { root: source.root, maxProblems: 1 })(field.sample).length > 0;
}
