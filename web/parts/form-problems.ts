/** What the server says about a form, put where the person looks: at the field, with the focus in the first wrong one. */
import type { UseFormReturnType } from '@mantine/form';
import { AppError } from '../../src/foundation/index.ts';

/** Moves the focus to the first field that is wrong; for the second argument of `form.onSubmit`. */
export function focusFirst<Values>(
  form: UseFormReturnType<Values>,
): (errors: Readonly<Record<string, unknown>>) => void {
  return (errors) => {
    const [first] = Object.keys(errors);
    if (first !== undefined) form.getInputNode(first)?.focus();
  };
}

/**
 * Puts the problems of an answer at their fields and the focus in the first of them. What belongs to no field of the form
 * is left to a `ProblemNote`; gives false when that is all of it.
 */
export function showProblems<Values extends object>(form: UseFormReturnType<Values>, error: unknown): boolean {
  const fields = form.getValues();
  const found = error instanceof AppError ? error.problems : [];
  const errors = Object.fromEntries(
    found.map(({ pointer, message }) => [fieldOf(pointer), message] as const).filter(([name]) => name in fields),
  );
  if (Object.keys(errors).length === 0) return false;
  form.setErrors(errors);
  focusFirst(form)(errors);
  return true;
}

/** `/body/email` and `/email` are both the field `email`. */
function fieldOf(pointer: string): string {
  return pointer.split('/').at(-1) ?? '';
}
