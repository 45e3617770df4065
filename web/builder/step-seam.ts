/**
 * What the builder and the parts it hosts (the mapper, the trial) hand each other. The builder owns the document; the
 * parts get what they show and say what a person wants changed.
 */
import type { JsonValue, Problem } from '../../src/foundation/index.ts';
import type { Expression, FlowDocument, JsonSchema } from '../../src/language/index.ts';
import type { Answer } from '../api/call.ts';

/** Samples of a flow's draft, as the API shows them. The query for them is `samplesQuery` of `samples-query.ts`. */
export type Samples = Answer<'listSamples'>;

/** One thing a mapping may read, such as `trigger` or `steps.customer`. */
export interface MappingSource {
  /** How its paths begin: `trigger`, `steps.customer`, `line`. */
  readonly root: string;
  readonly title: string;
  readonly schema?: JsonSchema;
  readonly sample?: JsonValue;
  /** The sample is older than the step or what comes before it. */
  readonly isStale?: boolean;
}

/** The three panes for one expression of one step. */
export interface StepMapperProps {
  readonly flowName: string;
  readonly document: FlowDocument;
  /** Key of the step; `trigger` for expressions of the flow itself. */
  readonly stepKey: string;
  /** Which expression: `input`, `to`, `over`, `itemKey`, `until`, `link.source`, `link.update.input`, `orderKey`. */
  readonly field: string;
  /** Undefined while there is none. */
  readonly expression: Expression | undefined;
  readonly onChange: (next: Expression) => void;
  /** What the value has to look like; undefined where anything goes. */
  readonly target: JsonSchema | undefined;
  readonly sources: readonly MappingSource[];
  /** Problems of this expression, their pointers relative to it. */
  readonly problems: readonly Problem[];
  /**
   * RFC 6901 pointer of the expression in the document. The element that has the focus for a place has the id
   * `target-<pointer of the place in the document>`, so that a problem can lead to it.
   */
  readonly pointer: string;
}

/** The bar that tries the draft with samples. */
export interface TrialBarProps {
  readonly flowName: string;
  /** Of the draft as it was saved last. */
  readonly revision: number;
  /** Saves what is not saved yet and gives the revision to try; rejects when it cannot be saved. */
  readonly saveNow: () => Promise<number>;
  /** The step to try up to; null while the trigger is selected. */
  readonly stepKey: string | null;
  readonly document: FlowDocument;
  readonly onSamples: (samples: Samples) => void;
}

/** The id of the element that stands for a place of the document. */
export function targetId(pointer: string): string {
  return `target-${pointer}`;
}
