/** What one position gives for the sample at hand. */
import { Text } from '@mantine/core';
import { mapperWords } from '../words/mapper.ts';
import { isOpen } from './expression-edit.ts';
import { type Live, liveValue, scopeInside } from './live-value.ts';
import { type Mapper, useMapper } from './mapper-context.ts';
import { problemsAt } from './place-problems.ts';
import type { TargetPlace } from './target-places.ts';
import { shortValue } from './value-words.ts';

const words = mapperWords.live;

/** The value of a position, in the entries of the loops around it that are shown. */
export function liveAt(mapper: Mapper, { expression, loops }: TargetPlace): Live | undefined {
  if (expression === undefined || isOpen(expression)) return undefined;
  return liveValue(expression, scopeInside(loops, mapper));
}

export function SlotValue({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const live = liveAt(mapper, place);
  // What the check of the flow says about the position is said below it.
  const isTold = live?.kind === 'problem' && problemsAt(mapper.problems, place).length > 0;
  if (live === undefined || isTold) return null;
  return (
    <Text className={`hf-slot-value${live.kind === 'problem' ? ' hf-slot-bad' : ''}`} component="div">
      <span aria-hidden="true">{live.kind === 'problem' ? '✕ ' : '= '}</span>
      {liveText(live)}
    </Text>
  );
}

function liveText(live: Live): string {
  if (live.kind === 'value') return live.value === null ? words.empty : shortValue(live.value);
  if (live.kind === 'left_out') return words.leftOut;
  return live.kind === 'no_sample' ? words.noSample(live.root) : live.message;
}
