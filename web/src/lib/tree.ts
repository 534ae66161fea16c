/** Entities in the order of a tree: what is part of something stands below it. */

interface Node {
  type: string;
  name: string;
  parent: string | null;
}

export interface Placed<T> {
  one: T;
  depth: number;
}

export function tree<T extends Node>(all: readonly T[]): Placed<T>[] {
  const key = (type: string, name: string) => `${type}\n${name}`;
  const there = new Set(all.map((one) => key(one.type, one.name)));
  const below = new Map<string, T[]>();
  const roots: T[] = [];
  for (const one of all) {
    const above = one.parent === null ? null : key(one.type, one.parent);
    if (above === null || !there.has(above)) roots.push(one);
    else below.set(above, [...(below.get(above) ?? []), one]);
  }
  const placed: Placed<T>[] = [];
  const seen = new Set<T>();
  const put = (one: T, depth: number) => {
    if (seen.has(one)) return;
    seen.add(one);
    placed.push({ one, depth });
    for (const child of below.get(key(one.type, one.name)) ?? []) put(child, depth + 1);
  };
  for (const one of roots) put(one, 0);
  // What stands in a circle has no root: it is shown all the same.
  for (const one of all) put(one, 0);
  return placed;
}
