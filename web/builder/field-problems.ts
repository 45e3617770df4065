/** The problems of one place of the document, for the field that stands for it. */
import type { Problem } from '../../src/foundation/index.ts';
import { useBuilder } from './builder-context.ts';
import type { FlowProblem } from './draft-editor.ts';
import { targetId } from './step-seam.ts';

/** What a field takes: its id, by which a problem finds it, and what is wrong, as one text. */
export function useField(pointer: string): { id: string; error?: string } {
  const { problems } = useBuilder();
  const error = problems
    .filter((problem) => problem.pointer === pointer)
    .map(({ message, fix }) => `${message} ${fix}`)
    .join(' ');
  return { id: targetId(pointer), ...(error === '' ? {} : { error }) };
}

/** The problems inside of a place, their pointers relative to it. */
export function problemsInside(problems: readonly FlowProblem[], pointer: string): readonly Problem[] {
  return problems.flatMap(({ stepKey: _, ...problem }) => {
    if (problem.pointer !== pointer && !problem.pointer.startsWith(`${pointer}/`)) return [];
    return [{ ...problem, pointer: problem.pointer.slice(pointer.length) }];
  });
}
