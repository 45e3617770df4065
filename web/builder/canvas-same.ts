/** True when two things of the canvas, or two parts of them, say the same; functions only when they are the same one. */
export function isSameThing(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => isSameThing(one[name as keyof typeof one], other[name as keyof typeof other]))
  );
}
