/** The server's verbs. Every failure is a Problem with the words that the command line uses. */
import type { components } from "./api-types";
import { pathOf } from "./files";

type Shapes = components["schemas"];
export type DocumentLine = Shapes["DocumentLine"];
export type DocumentWhole = Shapes["DocumentWhole"];
export type Statement = Shapes["Statement"];
export type Codebook = Shapes["Codebook"];
export type StatementType = Shapes["StatementType"];
export type Variable = Shapes["Variable"];
export type Entity = Shapes["Entity"];
export type Known = Shapes["Known"];
export type Pair = Shapes["Pair"];
export type Proposals = Shapes["Proposals"];
export type Overview = Shapes["Overview"];
export type Change = Shapes["Change"];
export type Hit = Shapes["Hit"];
export type View = Shapes["View"];
export type Found = Shapes["Found"];
export type Coding = Shapes["Coding"];
export type Original = Shapes["Original"];
export type Doubt = Shapes["Doubt"];
export type Corrected = Shapes["Corrected"];
export type Added = Shapes["Added"];
export type Column = Shapes["Column"];
export type Imported = Shapes["Imported"];
export type Start = Shapes["Start"];
export type Folder = Shapes["Folder"];
export type Opened = Shapes["Opened"];
export type Value = string | boolean | number | null;

export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    /** Of a conflict: what it is now. */
    readonly now?: Statement & DocumentLine & Entity,
  ) {
    super(detail);
  }

  /** Whether the server did not answer at all: then the same request may be sent again. */
  get unheard(): boolean {
    return this.status === 0;
  }
}

async function call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined || body instanceof FormData ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : body instanceof FormData ? body : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, "The server does not answer.");
  }
  if (answer.ok) return (await answer.json()) as T;
  const text = await answer.text();
  try {
    const problem = JSON.parse(text) as { detail: string; now?: Statement & DocumentLine & Entity };
    throw new Problem(answer.status, problem.detail, problem.now);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(answer.status, text || `The server answered ${answer.status}.`);
  }
}

const query = (parameters: Record<string, string | string[] | undefined>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one) search.append(name, one);
  }
  return search.size ? `?${search}` : "";
};

export type Options = Record<string, string | string[] | undefined>;

export interface DrawnNode {
  id: string;
  name: string;
  mode: "row" | "column";
  variable: string;
  color: string | null;
  frequency: number;
  /** How it is drawn. */
  fill: string | null;
  shape: "circle" | "square" | "diamond" | "triangle";
  /** The area of its mark, from 0 to 1. */
  size: number;
  attributes: Record<string, string>;
  x: number;
  y: number;
}
export interface DrawnTie {
  a: string;
  b: string;
  row: string;
  column: string;
  weight: number;
  sign: 1 | -1;
}
export interface Drawing {
  nodes: DrawnNode[];
  ties: DrawnTie[];
  hidden: number;
  statements: number;
  left_out: Record<string, number>;
  legend: { colors: Record<string, string>; shapes: Record<string, DrawnNode["shape"]>; area: string };
  spec: Record<string, unknown>;
  change: number;
}
export interface EvidenceLine {
  id: number;
  document: number;
  title: string;
  date: string | null;
  quote: string;
  row: string;
  column: string;
  level: Value;
  weight: number;
  dropped: string | null;
}
export interface Cell {
  row: string;
  column: string;
  value: number;
  formula: string;
  statements: EvidenceLine[];
}
/** What is known of files besides what stands in them, under the names that the command line uses. */
export interface Besides {
  encoding?: string;
  names?: string;
  metadata?: File;
  table?: boolean;
  columns?: Record<string, string>;
}

function besidesForm({ metadata, columns, ...known }: Besides): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(known)) if (value) form.append(name, String(value));
  if (columns && Object.keys(columns).length) form.append("columns", JSON.stringify(columns));
  if (metadata) form.append("metadata", metadata, pathOf(metadata));
  return form;
}

export const api = {
  start: () => call<Start>("GET", "/api/start"),
  folder: (path: string) => call<Folder>("GET", `/api/start/folder${query({ path })}`),
  open: (place: string, coder: string) => call<Opened>("POST", "/api/start/open", { place, coder }),
  make: (folder: string, name: string, codebook: string, coder: string) =>
    call<Opened>("POST", "/api/start/new", { folder, name, codebook, coder }),
  demo: (folder: string, coder: string) => call<Opened>("POST", "/api/start/demo", { folder, coder }),
  takeDna: (file: File, folder: string, coder: string) => {
    const form = new FormData();
    form.append("file", file);
    form.append("folder", folder);
    form.append("coder", coder);
    return call<Opened>("POST", "/api/start/import", form);
  },
  project: () => call<Overview>("GET", "/api/project"),
  documents: () => call<DocumentLine[]>("GET", "/api/documents"),
  document: (id: number) => call<DocumentWhole>("GET", `/api/documents/${id}`),
  hits: (id: number) => call<Hit[]>("GET", `/api/documents/${id}/hits`),
  search: (words: string) => call<Found[]>("GET", `/api/search${query({ words })}`),
  highlightTerms: (terms: string[]) => call<unknown>("POST", "/api/highlighters", { terms }),
  highlight: (patterns: string[], color: string | null, drop: boolean) =>
    call<unknown>("POST", "/api/highlighters", { patterns, color, drop }),
  decide: (id: number, reject: boolean, layer: string) =>
    call<{ signatories: number }>("POST", `/api/documents/${id}/signatures`, { reject, layer }),
  define: (definition: Shapes["Definition"], etag = "*") =>
    call<{ statements: number; values: number; entities: number; united: number }>("POST", "/api/codebook", definition, { "If-Match": etag }),
  codebook: () => call<Codebook>("GET", "/api/codebook"),
  entities: () => call<Entity[]>("GET", "/api/entities"),
  makeEntity: (type: string, name: string) => call<Entity>("POST", "/api/entities", { type, name }),
  /** Without an `etag` whatever it is now is changed. */
  describe: (id: number, known: Partial<Known>, etag = "*") => call<Entity>("PATCH", `/api/entities/${id}`, known, { "If-Match": etag }),
  uses: (id: number) => call<Statement[]>("GET", `/api/entities/${id}/statements`),
  divide: (id: number, chosen: string, ids: number[]) =>
    call<{ statements: number; made: boolean }>("POST", `/api/entities/${id}/divide`, { new: chosen, ids }),
  entityTable: (type: string) => `/api/entities.csv${query({ type })}`,
  takeEntities: (file: File, type: string, create: boolean, preview: boolean) => {
    const form = new FormData();
    form.append("file", file);
    form.append("type", type);
    form.append("create", String(create));
    form.append("preview", String(preview));
    return call<{ rows: number; changed: number; made: number; unknown: string[] }>("POST", "/api/entities.csv", form);
  },
  proposals: () => call<Proposals>("GET", "/api/proposals"),
  /** All statements, a piece at a time, as they come. */
  async *statementsAsTheyCome(): AsyncGenerator<Statement[]> {
    const answer = await fetch("/api/statements?lines=true");
    if (!answer.ok || !answer.body) throw new Problem(answer.status, await answer.text());
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop() ?? "";
      if (lines.length) yield lines.map((line) => JSON.parse(line) as Statement);
    }
  },
  log: () => call<Change[]>("GET", "/api/log"),
  check: () => call<{ ok: boolean; problems: string[]; state: string }>("GET", "/api/check"),
  paste: (text: string, title: string, date: string) =>
    call<Added>("POST", "/api/documents", { text, title: title || null, date: date || null }),
  add: (files: File[], besides: Besides = {}) => {
    const form = besidesForm(besides);
    for (const file of files) form.append("files", file, pathOf(file));
    return call<{ sources: Added[] }>("POST", "/api/sources", form);
  },
  /** What would be known of files, of which only the names are sent, or of the first rows of a table. */
  foretell: (files: File[], besides: Besides, limit?: number) => {
    const form = besidesForm(besides);
    form.append("preview", "true");
    if (limit) form.append("limit", String(limit));
    if (besides.table) for (const file of files) form.append("files", file, pathOf(file));
    else form.append("paths", new Blob([JSON.stringify(files.map(pathOf))]), "paths.json");
    return call<{ sources: Added[] }>("POST", "/api/sources", form);
  },
  columns: (file: File) => {
    const form = new FormData();
    form.append("file", file, pathOf(file));
    return call<Column[]>("POST", "/api/sources/columns", form);
  },
  edit: (id: number, fields: Record<string, string>, etag: string) =>
    call<DocumentLine>("PATCH", `/api/documents/${id}`, { fields, attributes: {} }, { "If-Match": etag }),
  split: (id: number, start: number) => call<{ documents: number[] }>("POST", `/api/documents/${id}/split`, { starts: [0, start] }),
  flip: (id: number, quote: string, kind: string) => call<unknown>("POST", `/api/documents/${id}/blocks`, { quote, kind }),
  join: (documents: number[]) => call<{ document: number }>("POST", "/api/join", { documents }),
  correct: (id: number, text: string, preview: boolean) => call<Corrected>("POST", `/api/documents/${id}/correct`, { text, preview }),
  originals: (id: number) => call<Original[]>("GET", `/api/documents/${id}/originals`),
  original: (id: number, capture: number) => `/api/documents/${id}/original?capture=${capture}`,
  doubts: () => call<Doubt[]>("GET", "/api/doubts"),
  anchor: (id: number, start: number, end: number) => call<unknown>("POST", `/api/statements/${id}/anchor`, { start, end }),
  take: (file: File) => {
    const form = new FormData();
    form.append("file", file);
    return call<Imported>("POST", "/api/import", form);
  },
  rename: (kind: string, name: string, chosen: string, type: string | null) =>
    call<{ statements: number }>("POST", "/api/rename", { kind, name, new: chosen, type }),
  drop: (what: { type?: string; variable?: string; entity_type?: string; preview: boolean }) =>
    call<{ statements: number; values: number; variables: number; entities: number }>("POST", "/api/drop", what),
  examples: (type: string) => call<Statement[]>("GET", `/api/statements${query({ type, limit: "6" })}`),
  code: (coding: Coding) => call<Statement>("POST", "/api/statements", coding),
  codeAgain: (statement: Statement, coding: Coding) =>
    call<Statement>("PATCH", `/api/statements/${statement.id}`, coding, { "If-Match": statement.etag ?? "*" }),
  remove: (id: number) => call<unknown>("DELETE", `/api/statements/${id}`),
  recode: (ids: number[], settings: Record<string, string[]>, preview: boolean) =>
    call<{ selected: number; changed: number; not_applicable: number; entities: number; dropped: number }>("POST", "/api/recode", {
      ids,
      settings,
      preview,
    }),
  removeAll: (ids: number[]) => call<unknown>("POST", "/api/delete", { ids }),
  unite: (kept: string, others: string[], type: string) => call<unknown>("POST", "/api/unite", { kept, others, type }),
  undo: (change?: number) =>
    call<{ change: number; summary: string }>("POST", `/api/undo${query({ change: change?.toString() })}`),
  redo: () => call<{ change: number; summary: string }>("POST", "/api/redo"),
  judge: (name: string, other: string, verdict: string, type: string) =>
    call<unknown>("POST", `/api/judge${query({ name, other, verdict, type })}`),
  drawing: (options: Options) => call<Drawing>("GET", `/api/drawing${query(options)}`),
  picture: (kind: "svg" | "pdf" | "png", options: Options) => `/api/picture.${kind}${query(options)}`,
  networkFile: async (kind: string, options: Options): Promise<{ blob: Blob; name: string }> => {
    const answer = await fetch(`/api/network.${kind}${query(options)}`);
    if (!answer.ok) throw new Problem(answer.status, ((await answer.json()) as { detail: string }).detail);
    const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? `network.${kind}`;
    return { blob: await answer.blob(), name };
  },
  views: () => call<View[]>("GET", "/api/views"),
  saveView: (view: View, etag = "*") => call<View>("POST", "/api/views", view, { "If-Match": etag }),
  dropView: (name: string) => call<View>("DELETE", `/api/views/${encodeURIComponent(name)}`),
  explain: (a: string, b: string, options: Options) =>
    call<{ cells: Cell[] }>("GET", `/api/explain${query({ a, b, ...options })}`),
};

/** A number for a thing that is sent once, even if it has to be sent again (UUID version 7, RFC 9562). */
export function newUid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let place = 5; place >= 0; place--) {
    bytes[place] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
