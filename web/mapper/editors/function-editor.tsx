/** A function with its arguments, each a position of its own. */
import { Button, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { argumentRange, functionNamed } from '../../../src/language/index.ts';
import { targetId } from '../../builder/step-seam.ts';
import { mapperWords } from '../../words/mapper.ts';
import { EMPTY } from '../expression-edit.ts';
import { InnerSlot } from '../inner-slot.tsx';
import { useMapper } from '../mapper-context.ts';
import { argumentPlaces, type TargetPlace } from '../target-places.ts';
import { FunctionDialog } from './function-dialog.tsx';
import { exampleOf, signatureOf } from './signature.ts';

const words = mapperWords.fn;

export function FunctionEditor({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const [isChoosing, setIsChoosing] = useState(false);
  const { fn } = place.expression as { fn: string };
  const called = functionNamed(fn);
  const args = argumentPlaces(place);
  const canAdd = called?.parameters.at(-1)?.isRepeated === true && args.length < argumentRange(called).max;
  const example = called === undefined ? undefined : exampleOf(called);
  return (
    <div>
      <Tooltip
        label={
          called === undefined ? fn : `${called.summary} ${words.example(example?.call ?? '', example?.result ?? '')}`
        }
        multiline
        maw={320}
      >
        <Button
          id={targetId(mapper.pointer + place.pointer)}
          size="compact-xs"
          variant="default"
          aria-label={`${words.label(place.label)}: ${called?.title ?? fn}`}
          onClick={() => setIsChoosing(true)}
        >
          {called?.title ?? fn}
        </Button>
      </Tooltip>{' '}
      {called !== undefined && (
        <Text span className="hf-hint">
          {signatureOf(called)}
        </Text>
      )}
      <div className="hf-inside">
        {args.map((argument) => (
          <InnerSlot key={argument.pointer} place={argument} />
        ))}
        {canAdd && (
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => mapper.edit(`${place.pointer}/args/${args.length}`, EMPTY)}
          >
            {`+ ${words.addArgument}`}
          </Button>
        )}
      </div>
      {isChoosing && <FunctionDialog place={place} onClose={() => setIsChoosing(false)} />}
    </div>
  );
}
