/** What fills a position, by what kind of expression it is. */
import { Text } from '@mantine/core';
import type { JsonValue } from '../../src/foundation/index.ts';
import { targetId } from '../builder/step-seam.ts';
import { mapperWords } from '../words/mapper.ts';
import { CelEditor } from './editors/cel-editor.tsx';
import { ConstantEditor } from './editors/constant-editor.tsx';
import { EachEditor } from './editors/each-editor.tsx';
import { FunctionEditor } from './editors/function-editor.tsx';
import { MissingChoice } from './editors/missing-choice.tsx';
import { TableEditor } from './editors/table-editor.tsx';
import { TemplateEditor } from './editors/template-editor.tsx';
import { headOf, isOpen } from './expression-edit.ts';
import { FieldPicker } from './field-picker.tsx';
import { useMapper } from './mapper-context.ts';
import { hasFields, type TargetPlace } from './target-places.ts';
import { shortValue } from './value-words.ts';

export function SlotEditor({ place }: { readonly place: TargetPlace }) {
  const { expression } = place;
  const head = headOf(expression);
  if (expression === undefined && hasFields(place)) return <GroupNote place={place} />;
  if (expression === undefined || isOpen(expression)) return <FieldPicker place={place} />;
  switch (head) {
    case 'from':
      return (
        <>
          <FieldPicker place={place} />
          <MissingChoice place={place} />
        </>
      );
    case 'value':
      return <ConstantEditor place={place} />;
    case 'template':
      return <TemplateEditor place={place} />;
    case 'fn':
      return <FunctionEditor place={place} />;
    case 'table':
      return <TableEditor place={place} />;
    case 'each':
      return <EachEditor place={place} />;
    case 'cel':
      return <CelEditor place={place} />;
    case 'object':
    case 'list':
      return <GroupNote place={place} />;
    default:
      return <Unreadable place={place} />;
  }
}

/** An object or a list in place of a source: its parts are below. */
function GroupNote({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  const head = headOf(place.expression) ?? 'object';
  return (
    <div className="hf-group" id={targetId(mapper.pointer + place.pointer)} tabIndex={-1}>
      {mapperWords.heads[head === 'from' ? 'object' : head]}
    </div>
  );
}

function Unreadable({ place }: { readonly place: TargetPlace }) {
  const mapper = useMapper();
  return (
    <div id={targetId(mapper.pointer + place.pointer)} tabIndex={-1}>
      <Text size="xs" c="var(--hf-danger)">
        {mapperWords.mapping.unreadable}
      </Text>
      <code>{shortValue(place.expression as unknown as JsonValue)}</code>
    </div>
  );
}
