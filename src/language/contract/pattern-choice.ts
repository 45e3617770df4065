/**
 * Tells the patterns that a backtracking engine reads in time that grows with the text: those in which the next character
 * says at every choice which way is the right one. A wrong way then ends before it has read anything, so that an engine
 * that goes back tries, for each character, no more ways than the pattern has parts. (Such expressions are called
 * one-unambiguous or deterministic; XML Schema requires them of its content models.)
 */
import type { CharacterSet, PatternNode } from './pattern-syntax.ts';

const NONE: CharacterSet = { ascii: 0n, isBeyondAscii: false };

/** True when the pattern begins at the start of the text and leaves no choice open. */
export function isForced(pattern: PatternNode): boolean {
  if (pattern.kind !== 'sequence' || pattern.nodes[0]?.kind !== 'start') return false;
  const end = pattern.nodes.at(-1)?.kind === 'end' ? -1 : undefined;
  return isForcedBefore({ kind: 'sequence', nodes: pattern.nodes.slice(1, end) }, NONE);
}

/** Whether no choice is open inside of a node that `follow` comes after. */
function isForcedBefore(node: PatternNode, follow: CharacterSet): boolean {
  switch (node.kind) {
    case 'char':
      return true;
    case 'sequence':
      return isSequenceForced(node.nodes, follow);
    case 'choice':
      return (
        areDisjoint(node.nodes.map((way) => nextOf(way, follow))) &&
        node.nodes.every((way) => isForcedBefore(way, follow))
      );
    case 'repeat':
      return isRepeatForced(node, follow);
    default:
      return false;
  }
}

function isSequenceForced(nodes: readonly PatternNode[], follow: CharacterSet): boolean {
  let after = follow;
  for (const part of nodes.toReversed()) {
    if (!isForcedBefore(part, after)) return false;
    after = nextOf(part, after);
  }
  return true;
}

/** What may be repeated must read something each time, and something else must tell that it is over. */
function isRepeatForced(repeat: Extract<PatternNode, { kind: 'repeat' }>, follow: CharacterSet): boolean {
  const again = nextOf(repeat.node, NONE);
  if (canBeEmpty(repeat.node) || !areDisjoint([again, follow])) return false;
  return isForcedBefore(repeat.node, repeat.max > 1 ? union([again, follow]) : follow);
}

/** The characters a node can begin with, and those that follow where it can be empty. */
function nextOf(node: PatternNode, follow: CharacterSet): CharacterSet {
  switch (node.kind) {
    case 'char':
      return node.characters;
    case 'sequence':
      return node.nodes.reduceRight((after, part) => nextOf(part, after), follow);
    case 'choice':
      return union(node.nodes.map((way) => nextOf(way, follow)));
    case 'repeat':
      return node.min === 0 ? union([nextOf(node.node, follow), follow]) : nextOf(node.node, follow);
    default:
      return follow;
  }
}

function canBeEmpty(node: PatternNode): boolean {
  switch (node.kind) {
    case 'char':
      return false;
    case 'sequence':
      return node.nodes.every(canBeEmpty);
    case 'choice':
      return node.nodes.some(canBeEmpty);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.node);
    default:
      return true;
  }
}

function union(sets: readonly CharacterSet[]): CharacterSet {
  let { ascii, isBeyondAscii } = NONE;
  for (const set of sets) {
    ascii |= set.ascii;
    isBeyondAscii ||= set.isBeyondAscii;
  }
  return { ascii, isBeyondAscii };
}

function areDisjoint(sets: readonly CharacterSet[]): boolean {
  let taken = NONE;
  for (const set of sets) {
    if ((taken.ascii & set.ascii) !== 0n || (taken.isBeyondAscii && set.isBeyondAscii)) return false;
    taken = union([taken, set]);
  }
  return true;
}
