/** The value below which the share of the samples lies (nearest rank); NaN without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The middle value. */
export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** Rounded so that a person can read it and nobody believes more digits than were measured. */
export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
