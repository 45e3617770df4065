/** Names for the schemas that references lead to. */
import { pointerKeys } from '../../language/index.ts';
import type { SchemaUse } from './schema-traits.ts';

const COMPONENT = /^\/(?:components\/schemas|definitions)\/[^/]+$/;
const MAX_NAME_LENGTH = 120;

/** The component's own name, or one made of where the schema stands; `taken` keeps names apart. */
export function nameFor(pointer: string, use: SchemaUse, taken: Set<string>): string {
  const keys = pointerKeys(pointer);
  const own = COMPONENT.test(pointer) ? keys.slice(-1) : keys.filter((key) => /^[A-Za-z]\w*$/.test(key)).slice(-2);
  const base =
    own
      .join('.')
      .replaceAll(/[^A-Za-z0-9._-]/g, '_')
      .slice(0, MAX_NAME_LENGTH) || 'schema';
  const wanted = use === 'answer' ? base : `${base}.${use}`;
  let name = wanted;
  for (let count = 2; taken.has(name); count += 1) name = `${wanted}.${count}`;
  taken.add(name);
  return name;
}
