/** Headers and bodies of requests and responses, as text. */
import { Text } from '@mantine/core';
import { indentedJson } from '../parts/data-rows.ts';
import { LongText } from '../parts/json-text.tsx';
import { trialWords } from '../words/trial.ts';
import { readJson } from './json-area.tsx';
import type { TrialStep } from './trial-plan.ts';

const words = trialWords.choice;

type Body = NonNullable<TrialStep['call']>['request']['body'];

export function MessageHeaders({ headers }: { readonly headers: Readonly<Record<string, string>> }) {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <details className="hf-headers">
      <summary>{words.headers(entries.length)}</summary>
      <dl>
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="hf-text">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function MessageBody({ body }: { readonly body: Body }) {
  if (body === undefined || body.bytes === 0) return <Quiet text={words.noBody} />;
  if (body.text === undefined) return <Quiet text={words.binary(body.bytes)} />;
  const read = body.isTruncated ? undefined : readJson(body.text);
  return (
    <>
      <LongText text={read === undefined ? body.text : indentedJson(read.value)} />
      {body.isTruncated && <Quiet text={words.truncated(body.bytes)} />}
    </>
  );
}

function Quiet({ text }: { readonly text: string }) {
  return (
    <Text size="xs" c="dimmed">
      {text}
    </Text>
  );
}
