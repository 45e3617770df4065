/** The mapper for one expression of the document, with everything it needs from the builder. */

import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import type { Expression } from '../../src/language/index.ts';
import { useBuilder } from './builder-context.ts';
import { setAt, valueAtPointer } from './edits.ts';
import { problemsInside } from './field-problems.ts';
import { sourcesFor, targetFor } from './sources.ts';
import { findStep } from './steps.ts';

const StepMapper = lazy(async () => ({ default: (await import('../mapper/step-mapper.tsx')).StepMapper }));

interface MappingFieldProps {
  /** Key of the step; `trigger` for an expression of the flow. */
  readonly stepKey: string;
  readonly field: string;
  readonly pointer: string;
}

export function MappingField({ stepKey, field, pointer }: MappingFieldProps) {
  const { flowName, document, catalog, samples, problems, editor } = useBuilder();
  const sources = useMemo(
    () => sourcesFor({ document, catalog, samples }, { stepKey, field }),
    [document, catalog, samples, stepKey, field],
  );
  const inside = useMemo(() => problemsInside(problems, pointer), [problems, pointer]);
  return (
    <Suspense fallback={<Skeleton height={160} />}>
      <StepMapper
        key={pointer}
        flowName={flowName}
        document={document}
        stepKey={stepKey}
        field={field}
        expression={valueAtPointer(document, pointer) as Expression | undefined}
        onChange={(next) => editor.edit((now) => setAt(now, pointer, next), `map ${pointer}`)}
        target={targetFor(catalog, findStep(document, stepKey)?.step, field)}
        sources={sources}
        problems={inside}
        pointer={pointer}
      />
    </Suspense>
  );
}
