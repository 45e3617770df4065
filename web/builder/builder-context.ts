/** What every part of the builder needs: the draft in hand, what is selected, and a voice for screen readers. */
import { createContext, useContext } from 'react';
import type { Catalog } from './catalog.ts';
import type { DraftEditor, EditorState, FlowProblem } from './draft-editor.ts';
import type { StepPlace } from './edits.ts';
import type { Samples } from './step-seam.ts';

export interface FailedStep {
  readonly key: string;
  readonly runId: string;
  readonly message: string;
  readonly fix: string;
  /** The run has ended: its event can go through a mended flow. */
  readonly canRerun: boolean;
  /** Keys of the steps that have written; a rerun writes again. */
  readonly wrote: readonly string[];
}

export interface Builder extends EditorState {
  readonly flowName: string;
  readonly editor: DraftEditor;
  readonly catalog: Catalog;
  readonly samples: Samples | undefined;
  readonly takeSamples: (samples: Samples) => void;
  /** Key of the step, `trigger`, or null. */
  readonly selected: string | null;
  readonly select: (key: string | null, focus?: PanelFocus) => void;
  /** Where the focus goes in the panel; taken once. */
  readonly focus: { readonly on: PanelFocus } | undefined;
  readonly askForStep: (place: StepPlace) => void;
  /** Said to screen readers. */
  readonly announce: (text: string) => void;
  /** The step at which the run failed that the person came from. */
  readonly failed: FailedStep | undefined;
}

/** The head of the panel, the element of a pointer in the document, or nothing: the focus stays where it is. */
export type PanelFocus = 'head' | 'stay' | { readonly pointer: string };

export const BuilderContext = createContext<Builder | undefined>(undefined);

/** The builder around this part. */
export function useBuilder(): Builder {
  const builder = useContext(BuilderContext);
  if (builder === undefined) throw new Error('this part stands outside of the builder');
  return builder;
}

/** The problems of each step, by its key; those of the flow itself under `trigger`. */
export function problemsByStep(problems: readonly FlowProblem[]): ReadonlyMap<string, readonly FlowProblem[]> {
  return Map.groupBy(problems, ({ stepKey }) => stepKey ?? 'trigger');
}
