import { type NamedField, nameField } from './match-field.ts';

/** The fields of a list's entries as a loop reads them: `lines[0].name` is `line.name` inside. */
export function itemFields(
  fields: readonly NamedField[],
  loop: { readonly listPath: string; readonly as: string; readonly owner: readonly string[] },
): NamedField[] {
  const entry = `${loop.listPath}[0]`;
  const list = fields.find(({ field }) => field.path === loop.listPath);
  if (list === undefined) return [];
  const depth = list.field.segments.length + 1;
  return fields
    .filter(
      ({ field }) => field.path === entry || field.path.startsWith(`${entry}.`) || field.path.startsWith(`${entry}[`),
    )
    .map(({ field, system, isAbsent }) => {
      const inner = {
        ...field,
        root: loop.as,
        path: loop.as + field.path.slice(entry.length),
        segments: field.segments.slice(depth),
        listPath: field.listPath === loop.listPath ? undefined : field.listPath,
      };
      const { listPath, ...rest } = inner;
      return nameField(listPath === undefined ? rest : { ...rest, listPath }, { about: loop.owner, system, isAbsent });
    });
}
