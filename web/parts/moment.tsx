/** Dates and times in the reader's own zone and language. */
import { Text, Tooltip } from '@mantine/core';

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const SHORT = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** An instant (ISO 8601) as text; the time alone when it is today. */
export function momentText(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return (isToday ? CLOCK : SHORT).format(date);
}

/** An instant as text, the whole of it on hover and for programs. */
export function Moment({ at }: { readonly at: string }) {
  return (
    <Tooltip label={FULL.format(new Date(at))} openDelay={300}>
      <Text component="time" inherit span dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {momentText(at)}
      </Text>
    </Tooltip>
  );
}

/** Milliseconds as a person says them. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1_000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  if (milliseconds < 3_600_000) return `${Math.round(milliseconds / 60_000)} min`;
  return `${Math.round(milliseconds / 3_600_000)} h`;
}
