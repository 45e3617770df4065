/** The page on which a flow is built. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AnswerView } from '../parts/answer-view.tsx';
import { Builder } from './builder.tsx';
import type { Draft } from './draft-editor.ts';
import { draftQuery } from './draft-query.ts';
import { RawDocument } from './raw-document.tsx';
import { readDocument } from './steps.ts';

const route = getRouteApi('/inside/flows/$name/build');

export function BuilderPage() {
  const { name } = route.useParams();
  const { run } = route.useSearch();
  const draft = useQuery(draftQuery(name));
  return (
    <AnswerView answer={draft} lines={8}>
      {(data) => <OpenDraft key={name} flowName={name} draft={data} runId={run} />}
    </AnswerView>
  );
}

interface OpenDraftProps {
  readonly flowName: string;
  readonly draft: Draft;
  readonly runId: string | undefined;
}

function OpenDraft({ flowName, draft, runId }: OpenDraftProps) {
  const document = readDocument(draft.document);
  if (document === undefined) return <RawDocument flowName={flowName} draft={draft} />;
  return <Builder flowName={flowName} draft={draft} document={document} runId={runId} />;
}
