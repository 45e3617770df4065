/** Whether the draft is saved. */
import { Text } from '@mantine/core';
import { explain } from '../parts/problem-note.tsx';
import { builderWords } from '../words/builder.ts';
import { useBuilder } from './builder-context.ts';

/** One short line; a failure says why on hover, and is read out. */
export function SaveNote() {
  const { save } = useBuilder();
  const isBad = save.kind === 'conflict' || save.kind === 'failed';
  const why = save.kind === 'failed' ? explain(save.error).message : undefined;
  return (
    <Text
      size="sm"
      c={isBad ? 'var(--hf-danger)' : 'dimmed'}
      className="hfb-nowrap"
      role={isBad ? 'alert' : undefined}
      data-save={save.kind}
      {...(why === undefined ? {} : { title: why })}
    >
      {builderWords.save[save.kind]}
    </Text>
  );
}
