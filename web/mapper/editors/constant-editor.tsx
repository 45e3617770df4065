/** A constant: a text, a number, a choice, or anything else as JSON. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isAppError, type JsonValue, numberFromText, parseJson, stringifyJson } from '../../../src/foundation/index.ts';
import { KIND, kindOf, schemaFacts } from '../../../src/language/index.ts';
import { targetId } from '../../builder/step-seam.ts';
import { mapperWords } from '../../words/mapper.ts';
import { useMapper } from '../mapper-context.ts';
import type { TargetPlace } from '../target-places.ts';
import { shortValue } from '../value-words.ts';

const words = mapperWords.constant;

interface ValueEditorProps {
  readonly id?: string;
  readonly label: string;
  readonly value: JsonValue;
  readonly type: TargetPlace['type'];
  readonly onChange: (value: JsonValue) => void;
}

export function ConstantEditor({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const { value } = place.expression as { value: JsonValue };
  return (
    <ValueEditor
      id={targetId(mapper.pointer + place.pointer)}
      label={words.label(place.label)}
      value={value}
      type={place.type}
      onChange={(next) => mapper.edit(place.pointer, { value: next })}
    />
  );
}

/** Edits one value, in the way that fits its kind. */
export function ValueEditor(props: ValueEditorProps) {
  const { value, type } = props;
  const choices =
    schemaFacts(type).values ?? (isTruth(value) || type.kinds === KIND.boolean ? [true, false] : undefined);
  if (choices !== undefined) return <ChoiceEditor {...props} choices={choices} />;
  if (typeof value === 'string') return <TextEditor {...props} value={value} />;
  if ((kindOf(value) & (KIND.integer | KIND.fraction)) !== 0) return <NumberEditor {...props} />;
  return <JsonEditor {...props} />;
}

function isTruth(value: JsonValue): boolean {
  return typeof value === 'boolean';
}

function ChoiceEditor({ id, label, value, onChange, choices }: ValueEditorProps & { choices: readonly JsonValue[] }) {
  const all = choices.some((choice) => shortValue(choice) === shortValue(value)) ? choices : [value, ...choices];
  return (
    <NativeSelect
      {...(id === undefined ? {} : { id })}
      size="xs"
      aria-label={label}
      value={shortValue(value)}
      data={all.map(shortValue)}
      onChange={(event) => onChange(all.find((one) => shortValue(one) === event.currentTarget.value) ?? null)}
    />
  );
}

function TextEditor({ id, label, value, type, onChange }: ValueEditorProps & { value: string }) {
  const change = (text: string): void => {
    const asNumber = /^-?\d/.test(text) && (type.kinds & KIND.text) === 0 ? numberOf(text) : undefined;
    onChange(asNumber ?? text);
  };
  return (
    <Textarea
      {...(id === undefined ? {} : { id })}
      size="xs"
      autosize
      minRows={1}
      maxRows={6}
      aria-label={label}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function NumberEditor({ id, label, value, type, onChange }: ValueEditorProps) {
  const [text, setText] = useState(String(value));
  const isBroken = numberOf(text) === undefined;
  const change = (next: string): void => {
    setText(next);
    const number = numberOf(next);
    if (number !== undefined) onChange(number);
    else if (next !== '' && (type.isUnknown || (type.kinds & KIND.text) !== 0)) onChange(next);
  };
  return (
    <TextInput
      {...(id === undefined ? {} : { id })}
      size="xs"
      inputMode="decimal"
      aria-label={label}
      value={text}
      error={isBroken ? words.notNumber : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

/** A number with all its digits. */
function numberOf(text: string): JsonValue | undefined {
  return /^-?(?:0|[1-9]\d{0,300})(?:\.\d{1,300})?$/.test(text.trim()) ? numberFromText(text.trim()) : undefined;
}

function JsonEditor({ id, label, value, onChange }: ValueEditorProps) {
  const [text, setText] = useState(() => stringifyJson(value));
  const [isBroken, setIsBroken] = useState(false);
  const change = (next: string): void => {
    setText(next);
    const read = readJson(next);
    setIsBroken(read === undefined);
    if (read !== undefined) onChange(read.value);
  };
  return (
    <Textarea
      {...(id === undefined ? {} : { id })}
      size="xs"
      autosize
      minRows={1}
      maxRows={8}
      aria-label={`${label} (${words.json})`}
      spellCheck={false}
      className="hf-code"
      value={text}
      error={isBroken ? words.broken : undefined}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

function readJson(text: string): { readonly value: JsonValue } | undefined {
  try {
    return { value: parseJson(text) };
  } catch (error) {
    if (isAppError(error)) return undefined;
    throw error;
  }
}
