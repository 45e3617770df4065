/** What a step may read, with its shape and a sample, and what its own expressions have to look like. */
import { isObject, type JsonObject, type JsonValue, ownValue } from '../../src/foundation/index.ts';
import { type FlowDocument, type JsonSchema, parseInnerPath, type Step, valueAt } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { type Catalog, findEvent, findOperation } from './catalog.ts';
import type { MappingSource, Samples } from './step-seam.ts';
import { findStep, listsOf, type PlacedStep, TRIGGER_KEY } from './steps.ts';

export interface SourceDeps {
  readonly document: FlowDocument;
  readonly catalog: Catalog;
  readonly samples: Samples | undefined;
}

const TEXT: JsonSchema = { type: 'string' };
const INSTANT: JsonSchema = { type: 'string', format: 'date-time' };
const EVENT_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { id: TEXT, receivedAt: INSTANT, headers: { type: 'object' } },
  required: ['id', 'receivedAt', 'headers'],
};
const RUN_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { id: TEXT, startedAt: INSTANT },
  required: ['id', 'startedAt'],
};
const KEY_SCHEMA: JsonSchema = { type: ['string', 'integer'] };

/** Everything that an expression of a step may read, the trigger first; of the flow itself with the key `trigger`. */
export function sourcesFor(deps: SourceDeps, place: { stepKey: string; field: string }): readonly MappingSource[] {
  const placed = findStep(deps.document, place.stepKey);
  const readable = placed === undefined ? [] : stepsBefore(placed);
  const outputs = readable.map((step) => stepSource(deps, step));
  const base = [triggerSource(deps), ...outputs];
  const isInsideEach = place.field === 'itemKey';
  const items = placed === undefined ? [] : itemSources(placed, { base, isInsideEach });
  const link = place.field === 'link.update.input' && placed !== undefined ? [linkSource(deps, placed)] : [];
  return [...base, ...items, ...link, ...flowSources()];
}

/** The steps whose outputs can be read from here: those before it on its way, and what branches before it have made. */
export function stepsBefore({ parent, list, index }: PlacedStep): readonly Step[] {
  const around = parent === undefined ? [] : stepsBefore(parent);
  return [...around, ...list.steps.slice(0, index).flatMap(stepsWithOutput)];
}

function stepsWithOutput(step: Step): readonly Step[] {
  if (step.kind === 'call' || step.kind === 'map' || step.kind === 'each') return [step];
  return listsOf(step, '').flatMap(({ steps }) => steps.flatMap(stepsWithOutput));
}

function triggerSource({ document, catalog, samples }: SourceDeps): MappingSource {
  const event = findEvent(catalog, document);
  return {
    root: TRIGGER_KEY,
    title: event?.title ?? builderWords.trigger,
    ...optional('schema', (event?.output as JsonSchema | undefined) ?? document.trigger.schema),
    ...sampleOf(samples?.trigger ?? undefined),
  };
}

function stepSource(deps: SourceDeps, step: Step): MappingSource {
  return {
    root: `steps.${step.key}`,
    title: stepTitle(step),
    ...optional('schema', outputSchema(deps, step)),
    ...sampleOf(deps.samples === undefined ? undefined : deps.samples.steps[step.key]),
  };
}

function sampleOf(sample: Samples['trigger'] | undefined): Pick<MappingSource, 'sample' | 'isStale'> {
  return sample === undefined || sample === null ? {} : { sample: sample.output, isStale: sample.isStale };
}

function outputSchema({ catalog }: SourceDeps, step: Step): JsonSchema | undefined {
  if (step.kind === 'call') return findOperation(catalog, step)?.output as JsonSchema | undefined;
  if (step.kind !== 'each') return undefined;
  const inner = step.steps.at(-1);
  const output = inner?.kind === 'call' ? (findOperation(catalog, inner)?.output as JsonSchema | undefined) : undefined;
  const item = { type: 'object', properties: { key: TEXT, output: output ?? true }, required: ['key', 'output'] };
  return { type: 'array', items: item } as JsonObject;
}

interface ItemPlace {
  readonly base: readonly MappingSource[];
  /** The expression stands inside the loop of the step itself. */
  readonly isInsideEach: boolean;
}

/** The items of the loops around a step, the outermost first. */
function itemSources(placed: PlacedStep, { base, isInsideEach }: ItemPlace): readonly MappingSource[] {
  const loops: (Step & { kind: 'each' })[] = [];
  for (let at = isInsideEach ? placed : placed.parent; at !== undefined; at = at.parent)
    if (at.step.kind === 'each') loops.unshift(at.step);
  const sources: MappingSource[] = [];
  for (const loop of loops) sources.push(itemSource(loop, [...base, ...sources]));
  return sources;
}

function itemSource({ as, over }: Step & { kind: 'each' }, scope: readonly MappingSource[]): MappingSource {
  const path = isObject(over) && typeof over.from === 'string' ? over.from : undefined;
  const found = path === undefined ? {} : lookUp(scope, path);
  const sample = Array.isArray(found.sample) ? found.sample[0] : undefined;
  const items = isObject(found.schema) ? ownValue(found.schema, 'items') : undefined;
  return {
    root: as,
    title: builderWords.itemOf(as),
    ...optional('schema', items as JsonSchema | undefined),
    ...optional('sample', sample),
  };
}

/** The schema and the sample at a path of the sources. */
export function lookUp(
  sources: readonly MappingSource[],
  path: string,
): { readonly schema?: JsonSchema; readonly sample?: JsonValue } {
  const source = sources
    .filter(({ root }) => path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`))
    .toSorted((one, other) => other.root.length - one.root.length)[0];
  if (source === undefined) return {};
  const inner = parseInnerPath(path.slice(source.root.length).replace(/^\./, ''));
  if ('reason' in inner) return {};
  const sample = source.sample === undefined ? undefined : valueAt(source.sample, inner.segments);
  let schema: JsonValue | undefined = source.schema;
  for (const segment of inner.segments) schema = childSchema(schema, segment);
  return { ...optional('schema', schema as JsonSchema | undefined), ...optional('sample', sample) };
}

function childSchema(schema: JsonValue | undefined, segment: string | number): JsonValue | undefined {
  if (!isObject(schema)) return undefined;
  if (typeof segment === 'number') return ownValue(schema, 'items');
  const properties = ownValue(schema, 'properties');
  return isObject(properties) ? ownValue(properties, segment) : undefined;
}

/** The id of the record that is updated, as the step's own output has it. */
function linkSource(deps: SourceDeps, { step }: PlacedStep): MappingSource {
  const link = step.kind === 'call' ? step.link : undefined;
  const own = { root: 'own', title: '', ...optional('schema', outputSchema(deps, step)) };
  const { schema } = link?.id ? lookUp([own], `own.${link.id}`) : {};
  return {
    root: 'link',
    title: builderWords.linkRecord,
    schema: { type: 'object', properties: { id: schema ?? true }, required: ['id'] } as JsonObject,
  };
}

function flowSources(): readonly MappingSource[] {
  return [
    { root: 'event', title: builderWords.eventSource, schema: EVENT_SCHEMA },
    { root: 'run', title: builderWords.runSource, schema: RUN_SCHEMA },
  ];
}

/** What the value of an expression has to look like; undefined where anything goes. */
export function targetFor(catalog: Catalog, step: Step | undefined, field: string): JsonSchema | undefined {
  if (field === 'over') return { type: 'array' };
  if (field === 'until') return INSTANT;
  if (field === 'itemKey' || field === 'link.source' || field === 'orderKey') return KEY_SCHEMA;
  if (step?.kind !== 'call') return undefined;
  if (field === 'input') return findOperation(catalog, step)?.input as JsonSchema | undefined;
  const operation = step.link?.update.operation;
  if (field !== 'link.update.input' || operation === undefined) return undefined;
  return findOperation(catalog, { connection: step.connection, operation })?.input as JsonSchema | undefined;
}

/** What a step is called where people read it. */
export function stepTitle(step: Pick<Step, 'title' | 'key'>): string {
  return step.title === undefined || step.title.trim() === '' ? step.key : step.title;
}

function optional<Name extends string, T>(name: Name, value: T | undefined): { [N in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: T };
}
