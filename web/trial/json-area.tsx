/** JSON to write or paste, with all digits of its numbers, and a word about what is no JSON yet. */
import { Textarea } from '@mantine/core';
import { isAppError, type JsonValue, parseJson } from '../../src/foundation/index.ts';
import { trialWords } from '../words/trial.ts';

/** Reads JSON as a person typed it; undefined for what is none. */
export function readJson(text: string): { readonly value: JsonValue } | undefined {
  try {
    return { value: parseJson(text) };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}

interface JsonAreaProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}

export function JsonArea({ label, text, onChange }: JsonAreaProps) {
  const isBroken = text.trim() !== '' && readJson(text) === undefined;
  return (
    <Textarea
      data-autofocus
      label={label}
      className="hf-json-area"
      autosize
      minRows={8}
      maxRows={22}
      spellCheck={false}
      value={text}
      error={isBroken ? trialWords.chooser.broken : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
