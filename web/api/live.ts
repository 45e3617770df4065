/** Live changes: one stream of topics for all tabs of the browser, each of which makes answers stale. */
import type { QueryClient } from '@tanstack/react-query';
import { chosenWorkspace } from './workspace-choice.ts';

const GATHER_MS = 250;
const EVERYTHING = '*';
const NAME = 'holdfast-live';

/**
 * Listens until the given function is called. A query whose key begins with a topic (`runs`, `flows`, `connections`,
 * `members`, `samples`, `notices`) is asked again when the topic changes and somebody looks at it. The tab that holds the
 * lock has the stream, because a browser opens six connections to one server at most, and tells the others.
 */
export function startLive(queries: QueryClient): () => void {
  const channel = new BroadcastChannel(NAME);
  const stop = new AbortController();
  const take = gather((topics) => {
    for (const topic of topics) void queries.invalidateQueries({ queryKey: topic === EVERYTHING ? [] : [topic] });
  });
  channel.onmessage = ({ data }) => take(String(data));
  const listenHere = () => listen({ take, channel, signal: stop.signal });
  void navigator.locks.request(NAME, { signal: stop.signal }, listenHere).catch(() => undefined);
  return () => {
    stop.abort();
    channel.close();
  };
}

function gather(flush: (topics: readonly string[]) => void): (topic: string) => void {
  const waiting = new Set<string>();
  return (topic) => {
    waiting.add(topic);
    if (waiting.size > 1) return;
    setTimeout(() => {
      const topics = [...waiting];
      waiting.clear();
      flush(topics);
    }, GATHER_MS);
  };
}

interface Listening {
  readonly take: (topic: string) => void;
  readonly channel: BroadcastChannel;
  readonly signal: AbortSignal;
}

function listen({ take, channel, signal }: Listening): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const workspace = chosenWorkspace();
  const source = new EventSource(`/api/v1/live${workspace === undefined ? '' : `?workspace=${workspace}`}`);
  const tell = (topic: string): void => {
    take(topic);
    channel.postMessage(topic);
  };
  source.addEventListener('change', ({ data }) => tell(String(data)));
  let isFirst = true;
  source.onopen = () => {
    // After a gap nobody knows what was missed; the first opening follows none.
    if (!isFirst) tell(EVERYTHING);
    isFirst = false;
  };
  signal.addEventListener('abort', () => {
    source.close();
    resolve();
  });
  return promise;
}
