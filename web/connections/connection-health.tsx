/** How a connection fares: as whom, since when proven, until when, and how its token is kept fresh. */
import { Code, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SectionCard } from '../access/section-card.tsx';
import { FactList } from '../parts/fact-list.tsx';
import { Moment } from '../parts/moment.tsx';
import { connectionWords } from '../words/connections.ts';
import { type ConnectionShown, providersQuery } from './connection-queries.ts';
import { StateWord } from './connection-state.tsx';

const words = connectionWords.page;

export function ConnectionHealth({ connection }: { readonly connection: ConnectionShown }) {
  const { account, connectorTitle, authKind, references, createdAt, expiresAt } = connection;
  const facts: [string, ReactNode][] = [
    [connectionWords.columns.state, <StateWord key="state" connection={connection} />],
    [words.connectedAs, account ?? connectionWords.notSaid],
    [words.lastVerified, <Verified key="verified" connection={connection} />],
    [words.expires, momentOr(expiresAt, words.expiresNever)],
    ...tokenFacts(connection),
    [words.connector, connectorTitle],
    [words.signsInWith, <SignsIn key="way" kind={authKind} provider={connection.provider} />],
    ...(references.length === 0 ? [] : [referenceFact(references)]),
    [words.made, <Moment key="made" at={createdAt} />],
  ];
  return (
    <SectionCard title={words.health}>
      <FactList facts={facts} />
    </SectionCard>
  );
}

function momentOr(at: string | null, otherwise: string): ReactNode {
  return at === null ? otherwise : <Moment at={at} />;
}

function referenceFact(references: readonly string[]): [string, ReactNode] {
  const places = references.map((place) => (
    <Code key={place} mr={4}>
      {place}
    </Code>
  ));
  return [words.references, places];
}

function Verified({ connection: { verifiedAt, verifyProblem } }: { readonly connection: ConnectionShown }) {
  return (
    <>
      {verifiedAt === null ? words.notVerified : <Moment at={verifiedAt} />}
      {verifyProblem !== null && <Text size="sm" className="hf-text">{`${words.unanswered}: ${verifyProblem}`}</Text>}
    </>
  );
}

/** How a connection signs in, and at which provider. */
function SignsIn({ kind, provider }: { readonly kind: string; readonly provider: string | null }) {
  const providers = useQuery({ ...providersQuery, enabled: provider !== null }).data?.providers;
  const way = connectionWords.kinds[kind] ?? kind;
  if (provider === null) return way;
  return `${way}, ${providers?.find(({ name }) => name === provider)?.title ?? provider}`;
}

function tokenFacts({ token }: ConnectionShown): [string, ReactNode][] {
  if (token === null) return [];
  const { expiresAt, refreshedAt, refreshDueAt, failure } = token;
  return [
    [
      words.token,
      expiresAt === null ? (
        words.tokenForever
      ) : (
        <>
          {`${words.tokenUntil} `}
          <Moment at={expiresAt} />
        </>
      ),
    ],
    [
      words.refreshed,
      <>
        {refreshedAt === null ? words.notRefreshed : <Moment at={refreshedAt} />}
        {failure !== null && <Text size="sm" className="hf-text">{`${words.refreshFailure}: ${failure}`}</Text>}
      </>,
    ],
    [words.refreshDue, momentOr(refreshDueAt, words.noRefresh)],
  ];
}
