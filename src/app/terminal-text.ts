/** Text for terminals: tables, and texts from outside that must not steer the terminal they are shown in. */

/** Without control characters and escapes, which a payload could have brought in; line breaks stay if asked for. */
export function printable(text: string, options: { keepsLines?: boolean } = {}): string {
  const control = options.keepsLines === true ? /(?:(?!\n)\p{Cc})+/gu : /\p{Cc}+/gu;
  // Marks that turn the reading direction can make a text look like another one.
  return text.replaceAll(control, ' ').replaceAll(/\p{Bidi_Control}/gu, ' ');
}

/** Rows in columns, the head first; the last column is as wide as it likes. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows.map((row) => row.map((cell) => printable(cell)))];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd(),
  );
}

/** An instant as people read it: `2026-11-24 06:49:26`, in UTC. */
export function instantText(instant: string): string {
  return instant.slice(0, 19).replace('T', ' ');
}

/** A duration for people: `350 ms`, `2.4 s`, `5 min`, `3 h`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 360_000) / 10} h`;
}
