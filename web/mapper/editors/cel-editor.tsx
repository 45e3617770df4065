/** A formula in CEL, for what nothing else can say. */
import { Textarea } from '@mantine/core';
import { useRef } from 'react';
import { targetId } from '../../builder/step-seam.ts';
import { mapperWords } from '../../words/mapper.ts';
import { insideLoop } from '../map-field.ts';
import { useMapper } from '../mapper-context.ts';
import type { TargetPlace } from '../target-places.ts';
import { useFieldDrop } from '../use-drag.ts';

const words = mapperWords.cel;

export function CelEditor({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const area = useRef<HTMLTextAreaElement>(null);
  const { cel } = place.expression as { cel: string };
  const drop = useFieldDrop<HTMLDivElement>(place, ({ path }) => {
    const inner = place.loops.reduce((at, loop) => (loop.isMade ? insideLoop(at, loop) : at), path);
    const caret = area.current?.selectionStart ?? cel.length;
    mapper.edit(place.pointer, { cel: cel.slice(0, caret) + inner + cel.slice(caret) });
  });
  return (
    <div ref={drop.ref} data-drop={drop.isOver || undefined}>
      <Textarea
        ref={area}
        id={targetId(mapper.pointer + place.pointer)}
        size="xs"
        autosize
        minRows={1}
        maxRows={10}
        className="hf-code"
        spellCheck={false}
        aria-label={words.label(place.label)}
        placeholder={words.hint}
        value={cel}
        onChange={(event) => mapper.edit(place.pointer, { cel: event.currentTarget.value })}
      />
    </div>
  );
}
