/** A guess at how the further pages of a list are read, told from the names of fields in input and answer. */
import { isObject, type JsonValue } from '../../foundation/index.ts';
import type { OperationDefinition, PagingDefinition } from './definition.ts';
import { fieldsOf, type NamedSchemas, partsOf, typesOf } from './schema-parts.ts';

const SIZE =
  /^(?:limit|count|per_?page|page_?size|max_?results|size|first|top|\$top|page\[size\]|page\[limit\]|results_?per_?page|take)$/i;
const OFFSET = /^(?:offset|skip|\$skip|start|start_?at|start_?index|page\[offset\]|starting_?index)$/i;
const PAGE = /^(?:page|page_?number|page_?no|page_?num|p|page\[number\])$/i;
const CURSOR =
  /^(?:cursor|after|page_?token|next_?token|next_?cursor|starting_?after|continuation_?token|marker|page\[cursor\]|page\[after\]|next_?page_?token|start_?cursor|page_?after|position|iterator)$/i;
const LAST_ITEM = /^starting_?after$/i;
const NEXT_CURSOR =
  /^(?:next_?cursor|next_?page_?token|next_?token|cursor|after|next_?marker|end_?cursor|continuation_?token|starting_?after|next_?position)$/i;
const NEXT_ADDRESS =
  /^(?:next|next_?page_?ur[il]|next_?ur[il]|next_?page_?link|next_?link|@odata\.nextLink|next_?href|next_?page)$/i;
const WRAPPERS =
  /^(?:meta|metadata|paging|pagination|pages?|links|_links|response_metadata|page_?info|cursors?|next|next_?page)$/i;
const MORE = /^(?:has_?more|has_?next|has_?next_?page|more|is_?last)$/i;
const TOTAL = /^(?:total|total_?count|total_?results|total_?items|count)$/i;
const ITEMS = /^(?:data|items|results|records|values|entries|list|elements|value)$/i;
const ASIDE = /^(?:warnings?|errors?|messages|included|links|validation_?errors)$/i;
const MAX_DEPTH = 3;

type Path = readonly string[];
interface Listing {
  readonly fields: readonly Path[];
  readonly items: Path;
  readonly next: Path | undefined;
  readonly address: Path | undefined;
  readonly more: Path | undefined;
  readonly total: Path | undefined;
  /** Fields of the input that the answer has under something called "next". */
  readonly echoed: readonly { readonly field: Path; readonly path: Path }[];
}

/** What of an operation the guess is made from. */
export type Paged = Pick<OperationDefinition, 'method' | 'input' | 'output' | 'guess'>;

/** Guesses the paging of an operation that reads; undefined where nothing speaks for it. */
export function guessPaging(operation: Paged, schemas: NamedSchemas): PagingDefinition | undefined {
  if (operation.guess.class !== 'R' || operation.method === 'HEAD') return undefined;
  const listing = look(operation, schemas);
  if (listing === undefined) return undefined;
  const size = find(listing.fields, SIZE);
  const rest = {
    items: listing.items,
    ...(size === undefined ? {} : { size }),
    ...(listing.more === undefined ? {} : { more: listing.more }),
    ...(listing.total === undefined ? {} : { total: listing.total }),
  };
  return byCursor(listing, rest) ?? byPlace(listing, rest);
}

type Rest = Pick<PagingDefinition, 'items' | 'size' | 'more' | 'total'>;

function byCursor(listing: Listing, rest: Rest): PagingDefinition | undefined {
  const echoed = listing.echoed.find(({ field }) => find([field], CURSOR) ?? find([field], OFFSET));
  if (echoed !== undefined) {
    const { field: position, path: next } = echoed;
    return {
      style: 'cursor',
      ...rest,
      position,
      next,
      reason: `The answer has "${next.join('.')}", which the input takes as "${position.at(-1)}".`,
    };
  }
  const position = find(listing.fields, CURSOR);
  const name = position?.at(-1) ?? '';
  if (position !== undefined && listing.next !== undefined) {
    const style = position[0] === 'body' ? 'body_cursor' : 'cursor';
    return {
      style,
      ...rest,
      position,
      next: listing.next,
      reason: `The answer has "${listing.next.join('.')}", and the input takes "${name}".`,
    };
  }
  if (position !== undefined && (LAST_ITEM.test(name) || (name === 'after' && listing.more !== undefined))) {
    return {
      style: 'cursor',
      ...rest,
      position,
      next: ['id'],
      isFromItem: true,
      reason: `The input takes "${name}", the id of the last item.`,
    };
  }
  if (listing.address === undefined) return undefined;
  return {
    style: 'link',
    ...rest,
    next: listing.address,
    reason: `The answer has the address of the next page in "${listing.address.join('.')}".`,
  };
}

function byPlace(listing: Listing, rest: Rest): PagingDefinition | undefined {
  const offset = find(listing.fields, OFFSET);
  if (offset !== undefined && rest.size !== undefined) {
    return {
      style: 'offset',
      ...rest,
      position: offset,
      reason: `The input takes "${offset.at(-1)}" and "${rest.size.at(-1)}".`,
    };
  }
  const page = find(listing.fields, PAGE);
  if (page === undefined) return undefined;
  return {
    style: 'page',
    ...rest,
    position: page,
    reason: `The input takes the number of a page in "${page.at(-1)}".`,
  };
}

function look({ input, output }: Paged, schemas: NamedSchemas): Listing | undefined {
  const fields = inputFields(input, schemas);
  const paths = outputPaths(output, schemas);
  const items = itemsOf(output, paths, schemas);
  if (items === undefined) return undefined;
  const scalar = (pattern: RegExp, isAddress = false) =>
    paths.find(
      ({ path, type }) =>
        type !== 'array' && type !== 'object' && pattern.test(path.at(-1) ?? '') && (!isAddress || type === 'string'),
    )?.path;
  const echoed = fields.flatMap((field) => {
    const found = paths.find(
      ({ path }) => path.length > 1 && /^next/i.test(path.at(-2) ?? '') && path.at(-1) === field.at(-1),
    );
    return found === undefined ? [] : [{ field, path: found.path }];
  });
  return {
    echoed,
    fields,
    items,
    next: scalar(NEXT_CURSOR),
    address: scalar(NEXT_ADDRESS, true),
    more: scalar(MORE),
    total: scalar(TOTAL),
  };
}

function inputFields(input: JsonValue, schemas: NamedSchemas): Path[] {
  const fields = fieldsOf(partsOf(input, schemas) || []);
  const body = fields.get('body')?.[0];
  const inBody =
    body === undefined ? [] : [...fieldsOf(partsOf(body, schemas) || []).keys()].map((name) => ['body', name]);
  return [...[...fields.keys()].map((name) => [name]), ...inBody];
}

interface OutputPath {
  readonly path: Path;
  readonly type: string | undefined;
}

/** The fields of the answer, and of what is wrapped around paging in it. */
function outputPaths(output: JsonValue, schemas: NamedSchemas, above: Path = []): OutputPath[] {
  const found: OutputPath[] = [];
  for (const [name, [schema = true]] of fieldsOf(partsOf(output, schemas) || [])) {
    const path = [...above, name];
    const type = mainType(schema, schemas);
    found.push({ path, type });
    if (path.length < MAX_DEPTH && WRAPPERS.test(name) && type === 'object')
      found.push(...outputPaths(schema, schemas, path));
  }
  return found;
}

/** The list of the answer: itself, one with a usual name, or the only one. */
function itemsOf(output: JsonValue, paths: readonly OutputPath[], schemas: NamedSchemas): Path | undefined {
  if (mainType(output, schemas) === 'array') return [];
  const lists = paths
    .filter(({ path, type }) => path.length === 1 && type === 'array' && !ASIDE.test(path[0] ?? ''))
    .map(({ path }) => path);
  return lists.find(([name = '']) => ITEMS.test(name)) ?? (lists.length === 1 ? lists[0] : undefined);
}

function mainType(schema: JsonValue, schemas: NamedSchemas): string | undefined {
  const parts = partsOf(schema, schemas) || [];
  const type = typesOf(parts)?.find((name) => name !== 'null');
  return type ?? (parts.some((part) => isObject(part.properties)) ? 'object' : undefined);
}

function find(fields: readonly Path[], pattern: RegExp): Path | undefined {
  return fields.find((path) => pattern.test(path.at(-1) ?? ''));
}
