/** A text of the document, edited in place. */
import { TextInput } from '@mantine/core';
import { useBuilder } from './builder-context.ts';
import { setAt, valueAtPointer } from './edits.ts';
import { useField } from './field-problems.ts';

interface TextFieldProps {
  readonly label: string;
  readonly pointer: string;
  readonly description?: string;
  /** Stands for paths, names of headers and the like. */
  readonly isCode?: boolean;
  /** An empty text takes the member out of the document. */
  readonly isOptional?: boolean;
  readonly maxLength?: number;
}

export function TextField({ label, pointer, description, isCode, isOptional, maxLength }: TextFieldProps) {
  const { document, editor } = useBuilder();
  const value = valueAtPointer(document, pointer);
  const change = (text: string): void => {
    const next = isOptional === true && text === '' ? undefined : text;
    editor.edit((now) => setAt(now, pointer, next), `text ${pointer}`);
  };
  return (
    <TextInput
      size="xs"
      {...useField(pointer)}
      label={label}
      {...(description === undefined ? {} : { description })}
      {...(isCode === true ? { className: 'hfb-code', spellCheck: false } : {})}
      {...(maxLength === undefined ? {} : { maxLength })}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}
