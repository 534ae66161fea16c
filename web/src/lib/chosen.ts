/** Files that were chosen and not yet read: which of them are tables, and what these call our columns. */
import type { Column } from "./api";
import { FIELDS } from "./documents";

const TABLE = /\.(csv|tsv|tab|jsonl|ndjson|xlsx)$/i;
const ARCHIVE = /\.(zip|warc|warc\.gz|wacz)$/i;

export const isTable = (name: string): boolean => TABLE.test(name);
/** Whether a file holds others, whose names are only known once it is read. */
export const isArchive = (name: string): boolean => ARCHIVE.test(name);

/** What a table is: about the other files, or a document in each row, or a document itself. */
export type Role = "beside" | "documents" | "document";

/** The column that a table needs to be what it is. */
export const needed = (role: Role): string | null => (role === "beside" ? "file" : role === "documents" ? "text" : null);

/** A column, and what it shall be: a field, `text`, `file`, or nothing for an attribute of its own name. */
export interface Mapped {
  name: string;
  as: string;
  examples: string[];
}

const KNOWN = new Set<string>([...FIELDS, "status", "notes", "text", "file"]);

/** What a table seems to be, beside files of these names, and what its columns seem to be. */
export function guessed(columns: Column[], names: string[]): { role: Role; columns: Mapped[] } {
  const called = new Set(names.flatMap((name) => [name, last(name), last(name).replace(/\.[^.]*$/, "")]));
  const naming = names.length ? columns.find((column) => column.examples.some((one) => called.has(one) || called.has(last(one)))) : undefined;
  const mapped = columns.map(({ name, ours, examples }) => ({ name, examples, as: ours ?? "" }));
  if (naming) for (const one of mapped) if (one.as === "file" || one.name === naming.name) one.as = one.name === naming.name ? "file" : "";
  const has = (as: string) => mapped.some((one) => one.as === as);
  const role = names.length && has("file") ? "beside" : has("text") || !names.length ? "documents" : "document";
  return { role, columns: mapped };
}

const last = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** Lets a column be something; what was that before becomes an attribute. */
export function mapAs(columns: Mapped[], name: string, as: string): Mapped[] {
  return columns.map((one) => (one.name === name ? { ...one, as } : as && one.as === as ? { ...one, as: "" } : one));
}

/** The same as the server takes it: our name -> theirs, for those that differ. */
export function mapping(columns: Mapped[], role: Role): Record<string, string> {
  const others = ["text", "file"].filter((one) => one !== needed(role));
  const found: Record<string, string> = {};
  for (const { name, as } of columns) {
    const ours = as && !others.includes(as) ? as : KNOWN.has(name) && !others.includes(name) ? `attribute:${name}` : name;
    if (ours !== name) found[ours] = name;
  }
  return found;
}

/** Files in parts that are sent one after the other: what is in is in, whatever becomes of the rest. */
export function parts<T extends { size: number }>(files: T[], most = 40, bytes = 16_000_000): T[][] {
  const found: T[][] = [];
  let size = 0;
  for (const file of files) {
    const part = found.at(-1);
    if (part && part.length < most && size + file.size <= bytes) {
      part.push(file);
      size += file.size;
    } else {
      found.push([file]);
      size = file.size;
    }
  }
  return found;
}
