/** The order of the flows on the start page. */
import type { Answer } from '../api/call.ts';

/** What the start page asks for. */
export type Overview = Answer<'overview'>;
export type FlowShown = Overview['flows'][number];

/** What has trouble comes first, then what moved last. */
export function sortFlows(flows: readonly FlowShown[]): readonly FlowShown[] {
  const trouble = ({ deadLetters, unknown, held }: FlowShown): number => Number(deadLetters + unknown + held > 0);
  const moved = ({ lastEventAt }: FlowShown): string => lastEventAt ?? '';
  return flows.toSorted(
    (one, other) =>
      trouble(other) - trouble(one) || moved(other).localeCompare(moved(one)) || one.title.localeCompare(other.title),
  );
}
