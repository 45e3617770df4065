/** Adds a field that the schema does not name, where it allows others. */
import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { pointerTo } from '../../src/language/index.ts';
import { mapperWords } from '../words/mapper.ts';
import { EMPTY, expressionAt } from './expression-edit.ts';
import { useMapper } from './mapper-context.ts';
import type { TargetPlace } from './target-places.ts';

const words = mapperWords.mapping;
const MAX_LENGTH = 200;

export function AddField({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const [name, setName] = useState<string>();
  if (name === undefined) {
    return (
      <Button size="compact-xs" variant="subtle" className="hf-add" onClick={() => setName('')}>
        {`+ ${words.addField}`}
      </Button>
    );
  }
  const pointer = pointerTo(place.pointer, 'object', name);
  const isTaken = name === '' || expressionAt(mapper.root, pointer) !== undefined;
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (isTaken) return;
    mapper.edit(pointer, EMPTY);
    setName(undefined);
  };
  return (
    <form onSubmit={add} className="hf-add">
      <Group gap="xs" wrap="nowrap">
        <TextInput
          size="xs"
          autoFocus
          aria-label={words.fieldName}
          placeholder={words.fieldName}
          maxLength={MAX_LENGTH}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setName(undefined);
          }}
        />
        <Button size="compact-xs" type="submit" variant="default" disabled={isTaken}>
          {words.add}
        </Button>
      </Group>
    </form>
  );
}
