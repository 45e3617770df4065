/** A sentence of ours in which names of fields and values stand between backticks. */
import { Code } from '@mantine/core';

export function TickedText({ text }: { readonly text: string }) {
  const pieces = text.split('`');
  // Without its partner a backtick is just a character.
  if (pieces.length % 2 === 0) return <span className="hf-text">{text}</span>;
  return (
    <span className="hf-text">
      {pieces.map((piece, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name, and never move.
        index % 2 === 0 ? piece : <Code key={index}>{piece}</Code>,
      )}
    </span>
  );
}
