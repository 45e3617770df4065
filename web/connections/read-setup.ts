/** Reads the little Markdown of a connector's set-up text. */

export type SetupBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'steps'; readonly items: readonly SetupStep[] };

/** One step, and the choices that it lists. */
export interface SetupStep {
  readonly text: string;
  readonly points: readonly string[];
}

/** Paragraphs, and lists of lines that begin with `1.` or `-`; a line that is set in goes on with the one before it. */
export function readSetup(text: string): readonly SetupBlock[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((block) => {
      if (!/^(\d+\.|-) /.test(block)) return { kind: 'text', text: joinLines(block) };
      return { kind: 'steps', items: block.split(/\n(?=(?:\d+\.|-) )/).map(readStep) };
    });
}

function readStep(item: string): SetupStep {
  const [text = '', ...points] = item.replace(/^(\d+\.|-) /, '').split(/\n[ ]+- /);
  return { text: joinLines(text), points: points.map(joinLines) };
}

function joinLines(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
