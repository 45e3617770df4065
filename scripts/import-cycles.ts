/** Finds import cycles: groups of files of which each reaches every other (strongly connected parts of the graph). */

export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Gives one shortest cycle for every group of files that import each other, in the order of the imports. */
export function findCycles(graph: ImportGraph): string[][] {
  const cycles: string[][] = [];
  const settled = new Set<string>();
  for (const start of graph.keys()) {
    if (settled.has(start)) continue;
    const cycle = shortestWayBack(graph, start);
    if (cycle === undefined) continue;
    cycles.push(cycle);
    for (const path of cycle) settled.add(path);
  }
  return cycles;
}

/** Breadth-first from a file until an import leads back to it. */
function shortestWayBack(graph: ImportGraph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const next = graph.get(path) ?? [];
    if (next.includes(start)) return wayTo(path, cameFrom);
    const fresh = next.filter((target) => target !== start && !cameFrom.has(target));
    for (const target of fresh) cameFrom.set(target, path);
    queue.push(...new Set(fresh));
  }
  return undefined;
}

function wayTo(end: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let path = cameFrom.get(end); path !== undefined; path = cameFrom.get(path)) way.unshift(path);
  return way;
}
