/** The right pane: the whole value as it is now, and what is wrong with it, each leading to its field. */
import { Anchor, Stack, Text } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import type { JsonValue, Problem } from '../../src/foundation/index.ts';
import { compileSchema, type Expression, pointerKeys } from '../../src/language/index.ts';
import { targetId } from '../builder/step-seam.ts';
import { JsonText } from '../parts/json-text.tsx';
import { mapperWords } from '../words/mapper.ts';
import { placeOfValue, wholeValue } from './live-value.ts';
import { useMapper } from './mapper-context.ts';

const words = mapperWords.output;
const MAX_SHOWN = 12;

export function OutputPane() {
  const mapper = useMapper();
  const root = useDeferredValue(mapper.root);
  const { scope, rootType } = mapper;
  const whole = useMemo(() => wholeValue(root, scope), [root, scope]);
  const { source } = rootType;
  const check = useMemo(() => {
    return source === undefined ? undefined : compileSchema(source.schema, { root: source.root });
  }, [source]);
  if (whole.value === undefined && whole.problems.length === 0) return <Text size="sm">{words.nothing}</Text>;
  // What could not be computed is missing in the value, which need not be told twice.
  const isPart = whole.value === undefined || whole.isPart;
  const refused = isPart || check === undefined ? [] : check(whole.value as JsonValue);
  const problems = [...whole.problems, ...refused.map((problem) => inMapping(problem, root, whole.value))];
  return (
    <Stack gap="xs">
      {problems.length > 0 ? (
        <Problems problems={problems} pointer={mapper.pointer} />
      ) : (
        check !== undefined &&
        !isPart && (
          <Text size="xs" c="var(--hf-good)">
            <span aria-hidden="true">✓ </span>
            {words.fine}
          </Text>
        )
      )}
      {whole.isPart && whole.problems.length === 0 && (
        <Text size="xs" c="dimmed">
          {words.part}
        </Text>
      )}
      {whole.isCut && (
        <Text size="xs" c="dimmed">
          {words.cut}
        </Text>
      )}
      {whole.value !== undefined && <JsonText value={whole.value} />}
    </Stack>
  );
}

/** A problem of the value as a problem of the position that made it. */
function inMapping(problem: Problem, root: Expression | undefined, value: JsonValue | undefined): Problem {
  const pointer = value === undefined ? '' : placeOfValue(root, pointerKeys(problem.pointer));
  return { ...problem, pointer };
}

function Problems({ problems, pointer }: { readonly problems: readonly Problem[]; readonly pointer: string }) {
  return (
    <div>
      <Text size="xs" fw={600}>
        {words.problems(problems.length)}
      </Text>
      <ul className="hf-slot-problems">
        {problems.slice(0, MAX_SHOWN).map((problem) => (
          <li key={`${problem.pointer} ${problem.message}`}>
            <span aria-hidden="true">✕ </span>
            {problem.message}{' '}
            <Anchor component="button" type="button" inherit onClick={() => goTo(pointer + problem.pointer)}>
              {words.go}
            </Anchor>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Focuses the position, or the nearest one around it that is shown. */
function goTo(pointer: string): void {
  const parts = pointer.split('/');
  const around = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  const elements = around
    .flatMap((at) => [targetId(at), targetId(`${at}/object`)])
    .map((id) => document.getElementById(id));
  elements.find((element) => element !== null)?.focus();
}
