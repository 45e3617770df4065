/** What a step is called, and the one line below its title. */
import { isObject } from '../../src/foundation/index.ts';
import type { FlowDocument, Step } from '../../src/language/index.ts';
import { builderWords } from '../words/builder.ts';
import { type Catalog, findEvent, findOperation } from './catalog.ts';
import { stepTitle } from './sources.ts';
import type { StepList } from './steps.ts';

const MAX_CONDITION = 60;

/** The trigger's title. */
export function triggerTitle(document: FlowDocument, catalog: Catalog): string {
  return findEvent(catalog, document)?.title ?? builderWords.trigger;
}

/** Who sends the events. */
export function triggerLine({ trigger }: FlowDocument, { connectors }: Catalog): string {
  const connector = connectors.find(({ name }) => name === trigger.connector);
  return connector?.title ?? trigger.connector ?? builderWords.triggerPanel.anySender;
}

/** What a step does, in a few words. */
export function stepLine(step: Step, catalog: Catalog): string {
  switch (step.kind) {
    case 'call': {
      const operation = findOperation(catalog, step)?.title ?? step.operation;
      return operation === stepTitle(step) ? step.connection : `${operation} · ${step.connection}`;
    }
    case 'filter':
      return `${builderWords.kinds.filter} ${short(step.when)}`;
    case 'each':
      return isObject(step.over) && typeof step.over.from === 'string' ? step.over.from : builderWords.kinds.each;
    case 'delay':
      return step.for === undefined ? builderWords.delay.until : durationWords(step.for);
    default:
      return builderWords.kinds[step.kind];
  }
}

/** What a list of steps inside a step stands for. */
export function laneText({ kind, caseIndex = 0 }: StepList, around: Step | undefined): string {
  if (kind === 'otherwise') return builderWords.otherwise;
  if (around?.kind === 'each') return builderWords.eachLane(around.as);
  if (around?.kind !== 'branch') return '';
  const when = around.cases[caseIndex]?.when ?? '';
  return when.trim() === '' ? builderWords.caseOpen(caseIndex + 1) : builderWords.caseWhen(short(when));
}

function short(text: string | undefined): string {
  const line = (text ?? '').replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_CONDITION ? `${line.slice(0, MAX_CONDITION - 1)}…` : line;
}

const SIMPLE = /^P(?:(\d{1,6})D|T(\d{1,6})([HMS]))$/;

/** A duration of one unit, taken apart; undefined for any other. */
export function readDuration(text: string): { amount: number; unit: 'D' | 'H' | 'M' | 'S' } | undefined {
  const match = SIMPLE.exec(text);
  if (match === null) return undefined;
  return { amount: Number(match[1] ?? match[2]), unit: (match[3] ?? 'D') as 'D' | 'H' | 'M' | 'S' };
}

function durationWords(text: string): string {
  const simple = readDuration(text);
  return simple === undefined ? text : `${simple.amount} ${builderWords.delay.units[simple.unit]}`;
}
