/** What all parts of the page share: the project as the server has it, what is being said, and how it goes on. */
import { api, Problem, type Codebook, type DocumentLine, type Entity, type Overview, type Statement } from "./api";
import { loadKeys, saveKeys, type Action } from "./keys";

export interface Notice {
  id: number;
  text: string;
  kind: "done" | "wrong";
}

class Shared {
  overview = $state<Overview | null>(null);
  codebook = $state.raw<Codebook | null>(null);
  documents = $state.raw<DocumentLine[]>([]);
  entities = $state.raw<Entity[]>([]);
  notices = $state<Notice[]>([]);
  /** Whether the server answers. */
  alive = $state(true);
  /** Grows with every change of the project, whoever made it. */
  change = $state(0);
  keys = $state(loadKeys());
  /** The layer that this person codes in. */
  layer = $state(sessionStorage.getItem("communique.layer") ?? "primary");
  private count = 0;
  private asked = 0;
  private answered = 0;

  say(text: string, kind: Notice["kind"] = "done"): void {
    const notice = { id: ++this.count, text, kind };
    this.notices = [...this.notices.slice(-3), notice];
    setTimeout(() => this.dismiss(notice.id), kind === "wrong" ? 12_000 : 4_000);
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  wrong(error: unknown): void {
    this.say(error instanceof Error ? error.message : String(error), "wrong");
  }

  setKey(action: Action, key: string): void {
    this.keys = { ...this.keys, [action]: key };
    saveKeys(this.keys);
  }

  setLayer(layer: string): void {
    this.layer = layer;
    sessionStorage.setItem("communique.layer", layer);
  }

  async load(): Promise<void> {
    const turn = ++this.asked;
    // The number of the last change first: what is read after it is at least as new, and later changes are told.
    const overview = await api.project();
    const [codebook, documents, entities] = await Promise.all([api.codebook(), api.documents(), api.entities()]);
    this.alive = true;
    // An answer that was overtaken is older than what is shown.
    if (turn < this.answered) return;
    this.answered = turn;
    // What is the same stays the same object, so that nothing is drawn anew for it.
    const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
    this.overview = overview;
    if (!same(this.codebook, codebook)) this.codebook = codebook;
    if (!same(this.documents, documents)) this.documents = documents;
    if (!same(this.entities, entities)) this.entities = entities;
    this.change = overview.head;
  }

  /** Hear of every change since what was loaded, also of other tabs and programs. The browser asks again by itself when the server is gone. */
  listen(): () => void {
    const source = new EventSource(`/api/events?since=${this.change}`);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const reload = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void this.load().catch(() => undefined), 250);
    };
    source.addEventListener("change", (event) => {
      this.change = (JSON.parse((event as MessageEvent<string>).data) as { change: number }).change;
      reload();
    });
    source.addEventListener("open", () => {
      if (!this.alive) reload();
      this.alive = true;
    });
    source.addEventListener("error", () => (this.alive = false));
    return () => source.close();
  }

  async undo(change?: number): Promise<void> {
    try {
      const { summary } = await api.undo(change);
      this.say(`Undone: ${summary.replace(/^undo \d+: /, "")}`);
      await this.refresh();
    } catch (error) {
      this.wrong(error);
    }
  }

  async redo(): Promise<void> {
    try {
      const { summary } = await api.redo();
      this.say(`Done again: ${summary.replace(/^redo \d+: /, "")}`);
      await this.refresh();
    } catch (error) {
      this.wrong(error);
    }
  }

  /** Know the names of a new statement at once: the next one may be typed before the server tells. */
  learn(statement: Statement): void {
    const variables = this.codebook?.types.find((one) => one.name === statement.type)?.variables ?? [];
    const fresh: Entity[] = [];
    for (const { name, entity_type } of variables) {
      if (entity_type === null) continue;
      for (const value of statement.values[name] ?? []) {
        if (this.entities.some((one) => one.type === entity_type && (one.name === value || one.aliases.includes(String(value))))) continue;
        const known = { parent: null, color: null, aliases: [], attributes: {}, dated: [], notes: "", statements: 1 };
        fresh.push({ id: -1 - this.entities.length - fresh.length, type: entity_type, name: String(value), ...known });
      }
    }
    if (fresh.length) this.entities = [...this.entities, ...fresh];
  }

  /** See at once what we changed ourselves. */
  async refresh(): Promise<void> {
    await this.load();
  }

  /** Send something until the server has heard it; what it refuses is thrown. `told` hears that it has to be tried again. */
  async insist<T>(send: () => Promise<T>, told: (waiting: boolean) => void): Promise<T> {
    for (let pause = 500; ; pause = Math.min(4_000, pause * 1.5)) {
      try {
        const done = await send();
        told(false);
        return done;
      } catch (error) {
        if (!(error instanceof Problem) || !(error.unheard || error.status === 503)) {
          told(false);
          throw error;
        }
        told(true);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }
}

export const shared = new Shared();

class Route {
  parts = $state<string[]>([]);

  constructor() {
    const read = () => (this.parts = decodeURIComponent(location.hash.slice(1)).split("/").filter(Boolean));
    addEventListener("hashchange", read);
    read();
  }

  get page(): string {
    return this.parts[0] ?? "read";
  }
}

export const route = new Route();

export function go(...parts: (string | number)[]): void {
  location.hash = `/${parts.join("/")}`;
}
