/** Goes through the entries of a loop's list, so that the values of each can be seen. */
import { ActionIcon, Group, Text } from '@mantine/core';
import { pointerTo } from '../../src/language/index.ts';
import { mapperWords } from '../words/mapper.ts';
import { expressionAt, headOf } from './expression-edit.ts';
import { liveValue, scopeInside } from './live-value.ts';
import { useMapper } from './mapper-context.ts';
import type { TargetPlace } from './target-places.ts';

const words = mapperWords.live;

export function EntryWalk({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const list = headOf(place.expression) === 'each' ? expressionAt(place.expression, pointerTo('', 'each')) : undefined;
  const live = list === undefined ? undefined : liveValue(list, scopeInside(place.loops, mapper));
  if (live?.kind !== 'value' || !Array.isArray(live.value) || live.value.length === 0) return null;
  const count = live.value.length;
  const index = Math.min(mapper.indexOf(place.pointer), count - 1);
  const show = (next: number) => () => mapper.showEntry(place.pointer, next);
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        size="xs"
        variant="default"
        aria-label={words.previous}
        disabled={index === 0}
        onClick={show(index - 1)}
      >
        <span aria-hidden="true">‹</span>
      </ActionIcon>
      <Text size="xs">{words.entry(index + 1, count)}</Text>
      <ActionIcon
        size="xs"
        variant="default"
        aria-label={words.next}
        disabled={index === count - 1}
        onClick={show(index + 1)}
      >
        <span aria-hidden="true">›</span>
      </ActionIcon>
    </Group>
  );
}
