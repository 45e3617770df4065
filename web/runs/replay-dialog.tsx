/** Replays many dead letters while a person watches, and stops when they say so. */
import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ButtonLink } from '../parts/app-link.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { actionWords } from '../words/actions.ts';
import { replayWords as words } from '../words/runs.ts';
import { apiCalls, MAX_AT_ONCE, type ReplayChoice, type ReplayProgress, replayAll } from './replay-plan.ts';

interface ReplayDialogProps {
  /** Which are to be replayed; undefined closes the dialog. */
  readonly choice: ReplayChoice | undefined;
  /** How many they are, in words. */
  readonly count: string;
  readonly onClose: () => void;
}

export function ReplayDialog({ choice, count, onClose }: ReplayDialogProps) {
  return (
    <Modal
      opened={choice !== undefined}
      onClose={onClose}
      title={words.title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': actionWords.close }}
    >
      {choice !== undefined && <ReplayBody choice={choice} count={count} onClose={onClose} />}
    </Modal>
  );
}

function ReplayBody({ choice, count, onClose }: ReplayDialogProps & { readonly choice: ReplayChoice }) {
  const { progress, error, start, stop } = useReplay(choice);
  const isOver = error !== undefined || progress?.phase === 'done' || progress?.phase === 'stopped';
  return (
    <Stack gap="md">
      {progress === undefined ? <Text size="sm">{words.question(count)}</Text> : <Told progress={progress} />}
      {error !== undefined && <ProblemNote error={error} />}
      <Group justify="flex-end" gap="xs">
        {progress === undefined && error === undefined && (
          <>
            <Button variant="default" onClick={onClose}>
              {actionWords.leave}
            </Button>
            <Button data-autofocus onClick={start}>
              {words.start}
            </Button>
          </>
        )}
        {progress !== undefined && !isOver && (
          <Button variant="default" onClick={stop}>
            {words.stop}
          </Button>
        )}
        {isOver && (
          <>
            <ButtonLink to="/runs" variant="default">
              {words.seeRuns}
            </ButtonLink>
            <Button onClick={onClose}>{words.close}</Button>
          </>
        )}
      </Group>
    </Stack>
  );
}

interface Replay {
  readonly progress: ReplayProgress | undefined;
  readonly error: unknown;
  readonly start: () => void;
  readonly stop: () => void;
}

/** One go of replaying; it stops when the dialog is closed. */
function useReplay(choice: ReplayChoice): Replay {
  const queries = useQueryClient();
  const [progress, setProgress] = useState<ReplayProgress>();
  const [error, setError] = useState<unknown>();
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  const start = (): void => {
    const stop = new AbortController();
    stopping.current = stop;
    replayAll(choice, { calls: apiCalls, signal: stop.signal, onProgress: setProgress })
      .catch(setError)
      .finally(() => void queries.invalidateQueries({ queryKey: ['runs'] }));
  };
  return { progress, error, start, stop: () => stopping.current?.abort() };
}

function Told({ progress }: { readonly progress: ReplayProgress }) {
  const { phase, found, replayed, refused, isBounded } = progress;
  const handled = replayed + refused;
  return (
    <Stack gap="xs" aria-live="polite">
      {phase === 'gathering' ? (
        <Text size="sm">{words.gathering(found)}</Text>
      ) : (
        <>
          <Progress value={found === 0 ? 100 : (handled / found) * 100} aria-label={words.title} />
          <Text size="sm">{found === 0 ? words.nothing : words.progress(replayed, found)}</Text>
        </>
      )}
      {refused > 0 && <Text size="sm">{words.refused(refused)}</Text>}
      {isBounded && <Text size="sm">{words.bounded(MAX_AT_ONCE)}</Text>}
      {phase === 'done' && found > 0 && refused === 0 && <Text size="sm">{words.done}</Text>}
      {phase === 'stopped' && <Text size="sm">{words.stopped}</Text>}
    </Stack>
  );
}
