/** Brings the draft in hand to React, and keeps it in step with the server and the page's life. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { FlowDocument } from '../../src/language/index.ts';
import { call } from '../api/call.ts';
import { builderWords } from '../words/builder.ts';
import { type Draft, DraftEditor, type EditorState } from './draft-editor.ts';
import { draftQuery } from './draft-query.ts';
import { keepUnsaved } from './unsaved-copy.ts';

interface DraftInHand {
  readonly editor: DraftEditor;
  readonly state: EditorState;
}

/** The editor of a flow's draft for as long as the page shows it. */
export function useDraftEditor(start: { flowName: string; draft: Draft; document: FlowDocument }): DraftInHand {
  const { flowName } = start;
  const queries = useQueryClient();
  const [editor] = useState(() => {
    const { queryKey } = draftQuery(flowName);
    return new DraftEditor(start.draft, {
      document: start.document,
      save: (document, revision) => call('saveDraft', { path: { name: flowName }, body: { document, revision } }),
      onSaved(draft) {
        // An older answer that is still on its way must not come out on top.
        void queries.cancelQueries({ queryKey }).then(() => queries.setQueryData(queryKey, draft));
      },
      keep: (unsaved) => keepUnsaved(flowName, unsaved),
      nowMs: () => performance.now(),
    });
  });
  const state = useSyncExternalStore(editor.subscribe, editor.state);
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (editor.isAtRest()) return;
      editor.keepUnsaved();
      event.preventDefault();
    };
    addEventListener('beforeunload', onLeave);
    return () => {
      removeEventListener('beforeunload', onLeave);
      void editor.close();
    };
  }, [editor]);
  return { editor, state };
}

/** Takes over what somebody else saved while nothing here is unsaved. */
export function useTheirEdits(flowName: string, editor: DraftEditor, announce: (text: string) => void): void {
  const { data } = useQuery(draftQuery(flowName));
  useEffect(() => {
    if (data === undefined || !editor.isAtRest() || data.revision <= editor.revision) return;
    if (editor.takeTheirs(data)) announce(builderWords.tookTheirs(data.editedBy));
  }, [data, editor, announce]);
}
