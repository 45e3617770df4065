/** A field as a button: drag it to its place, or press it to be asked for the place. */
import type { ReactNode } from 'react';
import { mapperWords } from '../words/mapper.ts';
import type { FieldOffer } from './field-list.ts';
import { useMapper } from './mapper-context.ts';
import { useFieldDrag } from './use-drag.ts';
import { typeWords } from './value-words.ts';

interface FieldHandleProps {
  readonly field: FieldOffer;
  readonly children: ReactNode;
}

export function FieldHandle({ field, children }: FieldHandleProps) {
  const mapper = useMapper();
  const ref = useFieldDrag<HTMLButtonElement>(field);
  return (
    <button
      type="button"
      ref={ref}
      className="hf-handle"
      title={`${field.path} (${typeWords(field.type)})`}
      aria-label={mapperWords.input.mapTo(field.path)}
      data-path={field.path}
      onClick={() => mapper.askTarget(field)}
    >
      {children}
    </button>
  );
}
