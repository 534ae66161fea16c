/** Paints ranges of the text with the CSS Custom Highlight API: no element is added, however many ranges there are. */

export interface Mark {
  start: number;
  end: number;
  /** The name of a highlight: what is painted alike has the same. */
  name: string;
}

interface Piece {
  start: number;
  end: number;
  node: Text;
}

/** The text as it stands in the page: pieces in order, each a text node, between which white space is not shown. */
export class TextMap {
  private readonly pieces: Piece[] = [];

  /** `root` holds elements with `data-start` (a UTF-16 offset of the document), each with one text node. */
  constructor(readonly root: HTMLElement) {
    for (const element of root.querySelectorAll<HTMLElement>("[data-start]")) {
      const node = element.firstChild;
      if (node instanceof Text) {
        const start = Number(element.dataset.start);
        this.pieces.push({ start, end: start + node.length, node });
      }
    }
  }

  /** The last piece that begins at or before an offset. */
  private at(offset: number): number {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** A place in the page; what lies between two pieces is moved to the nearer end of one. */
  private place(offset: number, forward: boolean): { node: Text; offset: number } | null {
    let index = this.at(offset);
    if (index < 0 || (forward && offset >= this.pieces[index]!.end && index + 1 < this.pieces.length)) index += 1;
    const piece = this.pieces[index];
    if (!piece) return null;
    return { node: piece.node, offset: Math.min(Math.max(offset - piece.start, 0), piece.node.length) };
  }

  range(start: number, end: number): Range | null {
    const from = this.place(start, true);
    const to = this.place(end, false);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }

  private fixed(start: number, end: number): AbstractRange | null {
    const from = this.place(start, true);
    const to = this.place(end, false);
    if (!from || !to) return null;
    return new StaticRange({
      startContainer: from.node,
      startOffset: from.offset,
      endContainer: to.node,
      endOffset: to.offset,
    });
  }

  /** The offset of a place in the page; `null` outside of the text. */
  offset(node: Node, offset: number): number | null {
    if (!(node instanceof Text)) {
      const child = node.childNodes[offset] ?? node;
      const next = child instanceof Element ? (child.matches("[data-start]") ? child : child.querySelector("[data-start]")) : null;
      return next instanceof HTMLElement && this.root.contains(next) ? Number(next.dataset.start) : null;
    }
    const start = node.parentElement?.dataset.start;
    return start === undefined || !this.root.contains(node) ? null : Number(start) + offset;
  }

  paint(marks: Mark[], names: Iterable<string>, priorities: Record<string, number> = {}): void {
    const ranges = new Map<string, AbstractRange[]>();
    for (const mark of marks) {
      const range = this.fixed(mark.start, mark.end);
      if (!range) continue;
      const of = ranges.get(mark.name);
      if (of) of.push(range);
      else ranges.set(mark.name, [range]);
    }
    for (const name of names) {
      const of = ranges.get(name);
      if (!of) {
        CSS.highlights.delete(name);
        continue;
      }
      const highlight = new Highlight(...of.slice(0, 30_000));
      for (const range of of.slice(30_000)) highlight.add(range);
      highlight.priority = priorities[name] ?? 0;
      CSS.highlights.set(name, highlight);
    }
  }
}
