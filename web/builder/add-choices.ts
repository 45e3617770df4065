/** What can be added to a flow, found by a few letters of it. */
import { builderWords } from '../words/builder.ts';
import { type Catalog, connectorOfConnection } from './catalog.ts';
import type { StepChoice } from './new-step.ts';
import type { IconName } from './step-icon.tsx';

export interface AddChoice {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly icon: IconName;
  readonly choice: StepChoice;
}

export interface AddGroup {
  readonly title: string;
  readonly choices: readonly AddChoice[];
}

const LOGIC = ['filter', 'branch', 'each', 'map', 'delay'] as const;

/** All choices in groups: the steps of the flow itself, then the operations of each connection. */
export function addGroups(catalog: Catalog): readonly AddGroup[] {
  const logic = LOGIC.map((kind): AddChoice => {
    return {
      id: kind,
      title: builderWords.kinds[kind],
      hint: builderWords.kindHints[kind],
      icon: kind,
      choice: { kind },
    };
  });
  const calls = catalog.connections.map((connection): AddGroup => {
    const connector = connectorOfConnection(catalog, connection.name);
    const choices = (connector?.operations ?? []).map(({ name, title, summary, class: kind }): AddChoice => {
      const needsDeclaration = kind === 'author';
      return {
        id: `${connection.name} ${name}`,
        title,
        hint: summary,
        icon: 'call',
        choice: { kind: 'call', connection: connection.name, operation: name, title, needsDeclaration },
      };
    });
    return { title: connector === undefined ? connection.name : `${connector.title} · ${connection.name}`, choices };
  });
  return [...calls, { title: builderWords.add.logic, choices: logic }];
}

/** The groups with the choices that have every word of the search in them, those with the words in their title first. */
export function searchGroups(groups: readonly AddGroup[], search: string): readonly AddGroup[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return groups;
  return groups
    .map(({ title, choices }): AddGroup & { score: number } => {
      const found = choices
        .filter((choice) => isFound(`${title} ${choice.title} ${choice.hint} ${choice.id}`, words))
        .toSorted((one, other) => scoreOf(other, words) - scoreOf(one, words));
      return { title, choices: found, score: found[0] === undefined ? -1 : scoreOf(found[0], words) };
    })
    .filter(({ choices }) => choices.length > 0)
    .toSorted((one, other) => other.score - one.score);
}

function isFound(text: string, words: readonly string[]): boolean {
  const searched = text.toLowerCase();
  return words.every((word) => searched.includes(word));
}

/** Words that begin a word of the title. */
function scoreOf({ title }: AddChoice, words: readonly string[]): number {
  const searched = ` ${title.toLowerCase()}`;
  return words.filter((word) => searched.includes(` ${word}`)).length;
}
