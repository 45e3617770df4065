/** What is asked of the suggestions for one expression of a flow. */
import type { Expression, FlowDocument, JsonSchema, SuggestionSource } from '../../src/language/index.ts';
import type { MappingSource, StepMapperProps } from '../builder/step-seam.ts';
import { findStep } from '../builder/steps.ts';

type Asked = Pick<StepMapperProps, 'document' | 'stepKey' | 'field' | 'sources'> & {
  readonly target: JsonSchema;
  readonly expression: Expression | undefined;
};

/** The request, with what the document says about where things come from and go to. */
export function suggestionRequest({ document, stepKey, field, sources, target, expression }: Asked) {
  const origin = originOf(document, `steps.${stepKey}`, field);
  return {
    target,
    ...origin,
    sources: sources.map((source) => withOrigin(document, stepKey, source)),
    ...(expression === undefined ? {} : { expression }),
  };
}

function withOrigin(document: FlowDocument, stepKey: string, source: MappingSource): SuggestionSource {
  const { root, schema, sample } = source;
  // What is linked is the record that this very step made.
  const origin = originOf(document, root === 'link' ? `steps.${stepKey}` : root, 'input');
  return {
    root,
    ...(schema === undefined ? {} : { schema }),
    ...(sample === undefined ? {} : { sample }),
    ...origin,
  };
}

interface Origin {
  readonly about?: string;
  readonly system?: string;
}

function originOf(document: FlowDocument, root: string, field: string): Origin {
  if (root === 'trigger') {
    const { event, connection } = document.trigger;
    return {
      ...(event === undefined ? {} : { about: event }),
      ...(connection === undefined ? {} : { system: connection }),
    };
  }
  const step = root.startsWith('steps.') ? findStep(document, root.slice('steps.'.length))?.step : undefined;
  if (step?.kind !== 'call') return {};
  const isUpdate = field === 'link.update.input' && step.link !== undefined;
  return { about: isUpdate ? (step.link?.update.operation ?? '') : step.operation, system: step.connection };
}
