/** The builder around one draft. */
import { VisuallyHidden } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlowDocument } from '../../src/language/index.ts';
import { BuilderContext, type Builder as BuilderValue } from './builder-context.ts';
import { BuilderScreen } from './builder-screen.tsx';
import { useCatalog } from './catalog.ts';
import type { Draft } from './draft-editor.ts';
import type { StepPlace } from './edits.ts';
import { samplesQuery } from './samples-query.ts';
import type { Samples } from './step-seam.ts';
import { useAnnouncer } from './use-announcer.ts';
import { useDraftEditor, useTheirEdits } from './use-draft-editor.ts';
import { useFailedRun } from './use-failed-run.ts';
import { useSelection } from './use-selection.ts';
import { useUndoKeys } from './use-undo-keys.ts';

interface BuilderProps {
  readonly flowName: string;
  readonly draft: Draft;
  readonly document: FlowDocument;
  /** The run that the person comes from. */
  readonly runId: string | undefined;
}

export function Builder({ flowName, draft, document, runId }: BuilderProps) {
  const root = useRef<HTMLDivElement>(null);
  const { editor, state } = useDraftEditor({ flowName, draft, document });
  const catalog = useCatalog(state.document);
  const [samples, takeSamples] = useSamples(flowName, state.draft.revision);
  const { selected, focus, select } = useSelection();
  const [said, announce] = useAnnouncer();
  const [place, askForStep] = useState<StepPlace>();
  const opened = useFailedRun(flowName, runId);
  const { failed } = opened;
  useTheirEdits(flowName, editor, announce);
  useUndoKeys({ root, editor, announce });
  useEffect(() => {
    if (failed !== undefined) select(failed.key, 'head');
  }, [failed, select]);

  const value = useMemo(
    (): BuilderValue => ({
      ...state,
      flowName,
      editor,
      catalog,
      samples,
      takeSamples,
      selected,
      focus,
      select,
      askForStep,
      announce,
      failed,
    }),
    [state, flowName, editor, catalog, samples, takeSamples, selected, focus, select, announce, failed],
  );
  return (
    <BuilderContext value={value}>
      <div ref={root} className="hfb">
        <BuilderScreen opened={opened} place={place} onPlaced={() => askForStep(undefined)} />
        <VisuallyHidden role="status" aria-live="polite">
          {said}
        </VisuallyHidden>
      </div>
    </BuilderContext>
  );
}

/** The samples of the draft as it is saved: each revision decides anew which of them are outdated. */
function useSamples(
  flowName: string,
  revision: number,
): [samples: Samples | undefined, take: (samples: Samples) => void] {
  const queries = useQueryClient();
  const { data } = useQuery(samplesQuery(flowName));
  const judged = useRef(revision);
  useEffect(() => {
    if (judged.current === revision) return;
    judged.current = revision;
    void queries.invalidateQueries({ queryKey: samplesQuery(flowName).queryKey });
  }, [queries, flowName, revision]);
  const take = useCallback(
    (samples: Samples) => queries.setQueryData(samplesQuery(flowName).queryKey, samples),
    [queries, flowName],
  );
  return [data, take as (samples: Samples) => void];
}
