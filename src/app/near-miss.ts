/** Finds what a person most likely meant by a name that is not known: the nearest by letters changed, added or left out. */

/** ` Did you mean NAME?`, or nothing when no known name is near. */
export function didYouMean(given: string, known: readonly string[]): string {
  const limit = Math.max(2, Math.floor(given.length / 4));
  const ranked = known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance);
  const [nearest] = ranked;
  return nearest === undefined ? '' : ` Did you mean ${nearest.name}?`;
}

/** Names are short: longer texts are cut, since the comparison costs the product of their lengths. */
const MAX_CHARACTERS = 64;

/** Like Levenshtein, with two neighbours that changed places as one change. */
function editDistance(one: string, other: string): number {
  const [a, b] = [one.slice(0, MAX_CHARACTERS), other.slice(0, MAX_CHARACTERS)];
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      const cheapest = Math.min(
        (row[j - 1] as number) + (isSame ? 0 : 1),
        (row[j] as number) + 1,
        (next[j - 1] as number) + 1,
      );
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(isSwap ? Math.min(cheapest, (before[j - 2] as number) + 1) : cheapest);
    }
    before = row;
    row = next;
  }
  return row[b.length] as number;
}
