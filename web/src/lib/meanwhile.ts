import { Problem } from "./api";

/** What two people did to one field: as the other one left it, and as it was written here. */
export interface Clash {
  field: string;
  theirs: string;
  mine: string;
}

export interface Meanwhile {
  clashes: Clash[];
  /** The state that the other one left: with it the own words can be sent again. */
  etag: string;
}

interface Tagged {
  etag?: string | null;
}

const isTable = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields as names and contents; a table in a field is looked at entry by entry. */
const flat = (fields: Record<string, unknown>, like: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(like).flatMap(([field, value]) => {
      const held = fields[field];
      return isTable(value) ? Object.keys(value).map((key) => [key, isTable(held) ? held[key] : undefined]) : [[field, held]];
    }),
  );

const worded = (value: unknown): string => (typeof value === "string" ? value : value == null ? "" : JSON.stringify(value));

/**
 * Saves fields of something that others may be changing too. What they did to other fields stands; where they changed
 * one of these, nothing is saved, and both versions are returned.
 */
export async function saving<T extends Tagged>(
  shown: T,
  changed: Record<string, unknown>,
  send: (etag: string) => Promise<unknown>,
): Promise<Meanwhile | null> {
  let etag = shown.etag ?? "*";
  for (;;) {
    try {
      await send(etag);
      return null;
    } catch (error) {
      const now = error instanceof Problem ? (error.now as (Record<string, unknown> & Tagged) | undefined) : undefined;
      if (!now?.etag || now.etag === etag) throw error;
      const [before, theirs, mine] = [shown as Record<string, unknown>, now, changed].map((one) => flat(one, changed)) as [
        Record<string, unknown>,
        Record<string, unknown>,
        Record<string, unknown>,
      ];
      const clashes = Object.keys(mine)
        .filter((field) => worded(theirs[field]) !== worded(before[field]) && worded(theirs[field]) !== worded(mine[field]))
        .map((field) => ({ field, theirs: worded(theirs[field]), mine: worded(mine[field]) }));
      etag = now.etag;
      if (clashes.length) return { clashes, etag };
    }
  }
}
