/** Drawing a network on a canvas, at positions that the server computed. */
import type { Drawing, DrawnNode, DrawnTie } from "./api";

export interface View {
  scale: number;
  /** How many times as high as wide a step is drawn. */
  tall: number;
  x: number;
  y: number;
}
export interface Look {
  ink: string;
  ground: string;
  soft: string;
  agree: string;
  disagree: string;
  mark: string;
}

const LABEL = 12;

export class Graph {
  private readonly nodes = new Map<string, DrawnNode>();
  private readonly widest: number;

  constructor(readonly drawing: Drawing) {
    for (const node of drawing.nodes) this.nodes.set(node.id, node);
    this.widest = Math.max(1e-9, ...drawing.ties.map((tie) => tie.weight));
  }

  private at(node: DrawnNode, view: View): [number, number] {
    return [node.x * view.scale + view.x, node.y * view.scale * view.tall + view.y];
  }

  radius(node: DrawnNode): number {
    return 4 + 12 * Math.sqrt(node.size);
  }

  width(tie: DrawnTie): number {
    return 0.6 + 5.4 * (tie.weight / this.widest);
  }

  /** `quick` while the picture moves: hairlines, no labels. */
  draw(context: CanvasRenderingContext2D, view: View, look: Look, selected: DrawnTie | null, quick: boolean): void {
    const { canvas } = context;
    const ratio = canvas.width / canvas.clientWidth || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    for (const sign of [1, -1] as const) {
      context.strokeStyle = sign > 0 ? look.agree : look.disagree;
      context.globalAlpha = 0.55;
      context.setLineDash(sign > 0 || quick ? [] : [7, 5]);
      for (const tie of this.drawing.ties) if (tie.sign === sign) this.line(context, tie, view, quick ? 1 : this.width(tie));
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
    if (selected) {
      context.strokeStyle = look.ink;
      context.setLineDash(selected.sign > 0 ? [] : [7, 5]);
      this.line(context, selected, view, this.width(selected) + 2);
      context.setLineDash([]);
    }
    for (const node of this.drawing.nodes) {
      const [x, y] = this.at(node, view);
      const radius = this.radius(node);
      context.beginPath();
      outline(context, node.shape, x, y, radius);
      context.fillStyle = node.fill ?? (node.mode === "row" ? look.mark : look.soft);
      context.fill();
      context.strokeStyle = look.ground;
      context.lineWidth = 1.5;
      context.stroke();
    }
    if (!quick) this.labels(context, view, look);
  }

  private line(context: CanvasRenderingContext2D, tie: DrawnTie, view: View, width: number): void {
    const a = this.nodes.get(tie.a);
    const b = this.nodes.get(tie.b);
    if (!a || !b) return;
    context.beginPath();
    context.lineWidth = width;
    context.moveTo(...this.at(a, view));
    context.lineTo(...this.at(b, view));
    context.stroke();
  }

  /** Labels of the greatest nodes first; one that would cover another is left out. */
  private labels(context: CanvasRenderingContext2D, view: View, look: Look): void {
    // A label must cover no other label, and no node but its own.
    const taken: [number, number, number, number][] = [];
    const marks = new Map(
      this.drawing.nodes.map((node) => {
        const [x, y] = this.at(node, view);
        const radius = this.radius(node);
        return [node.id, [x - radius, y - radius, x + radius, y + radius] as const];
      }),
    );
    context.font = `${LABEL}px system-ui, "Noto Sans", sans-serif`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const node of [...this.drawing.nodes].sort((a, b) => b.frequency - a.frequency)) {
      const [x, y] = this.at(node, view);
      const text = node.name.length > 42 ? `${node.name.slice(0, 40)}…` : node.name;
      const width = context.measureText(text).width;
      const radius = this.radius(node);
      for (const [left, middle] of [
        [x + radius + 4, y],
        [x - radius - 4 - width, y],
        [x - width / 2, y - radius - 9],
        [x - width / 2, y + radius + 9],
      ] as const) {
        const box: [number, number, number, number] = [left - 2, middle - LABEL * 0.7, left + width + 2, middle + LABEL * 0.7];
        if (left < 2 || box[2] > context.canvas.clientWidth) continue;
        const covers = ([id, mark]: [string, readonly [number, number, number, number]]) =>
          id !== node.id && box[0] < mark[2] && mark[0] < box[2] && box[1] < mark[3] && mark[1] < box[3];
        if ([...marks].some(covers)) continue;
        if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
        taken.push(box);
        context.lineWidth = 3.5;
        context.strokeStyle = look.ground;
        context.strokeText(text, left, middle);
        context.fillStyle = look.ink;
        context.fillText(text, left, middle);
        break;
      }
    }
  }

  /** The tie at a place of the canvas: the nearest within six pixels. */
  tieAt(x: number, y: number, view: View): DrawnTie | null {
    let best: DrawnTie | null = null;
    let nearest = 6;
    for (const tie of this.drawing.ties) {
      const a = this.nodes.get(tie.a);
      const b = this.nodes.get(tie.b);
      if (!a || !b) continue;
      const [ax, ay] = this.at(a, view);
      const [bx, by] = this.at(b, view);
      const length = (bx - ax) ** 2 + (by - ay) ** 2 || 1e-9;
      const along = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
      const distance = Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) - this.width(tie) / 2;
      if (distance < nearest) {
        nearest = distance;
        best = tie;
      }
    }
    return best;
  }

  nodeAt(x: number, y: number, view: View): DrawnNode | null {
    return (
      this.drawing.nodes.find((node) => {
        const [nx, ny] = this.at(node, view);
        return Math.hypot(x - nx, y - ny) <= this.radius(node) + 2;
      }) ?? null
    );
  }

  /** The view in which everything is seen. */
  fit(width: number, height: number): View {
    const room = 60;
    const xs = this.drawing.nodes.map((node) => node.x);
    const ys = this.drawing.nodes.map((node) => node.y);
    if (!xs.length) return { scale: 1, tall: 1, x: 0, y: 0 };
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const across = (width - 2 * room - 80) / Math.max(right - left, 0.05);
    const down = (height - 2 * room) / Math.max(bottom - top, 0.05);
    const scale = Math.min(across, down * 1.1);
    const tall = Math.min(1.8, Math.max(1, down / scale));
    return {
      scale,
      tall,
      x: width / 2 - ((left + right) / 2) * scale,
      y: height / 2 - ((top + bottom) / 2) * scale * tall,
    };
  }
}

/** The outline of a mark; all shapes of one radius have the same area. */
export function outline(context: Pick<CanvasRenderingContext2D, "arc" | "rect" | "moveTo" | "lineTo" | "closePath">, shape: DrawnNode["shape"], x: number, y: number, radius: number): void {
  if (shape === "circle") {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const side = (radius * Math.sqrt(Math.PI)) / 2;
  if (shape === "square") {
    context.rect(x - side, y - side, 2 * side, 2 * side);
    return;
  }
  const corners = shape === "diamond" ? 4 : 3;
  const reach = shape === "diamond" ? side * Math.SQRT2 : radius * Math.sqrt((4 * Math.PI) / (3 * Math.sqrt(3)));
  for (let corner = 0; corner < corners; corner++) {
    const turn = (2 * Math.PI * corner) / corners;
    const point = [x + reach * Math.sin(turn), y - reach * Math.cos(turn)] as const;
    if (corner) context.lineTo(...point);
    else context.moveTo(...point);
  }
  context.closePath();
}

function besides(drawing: Drawing): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>(drawing.nodes.map((node) => [node.id, new Set()]));
  for (const { a, b } of drawing.ties) {
    found.get(a)?.add(b);
    found.get(b)?.add(a);
  }
  return found;
}

function only(drawing: Drawing, kept: Set<string>): Drawing {
  return {
    ...drawing,
    nodes: drawing.nodes.filter((node) => kept.has(node.id)),
    ties: drawing.ties.filter((tie) => kept.has(tie.a) && kept.has(tie.b)),
  };
}

/** A node with all that it is tied to, and the ties among them. */
export function neighbours(drawing: Drawing, id: string): Drawing {
  return only(drawing, new Set([id, ...(besides(drawing).get(id) ?? [])]));
}

/** The largest part in which every node can be reached from every other; the first of several. */
export function component(drawing: Drawing): Drawing {
  const beside = besides(drawing);
  const seen = new Set<string>();
  let largest = new Set<string>();
  for (const node of drawing.nodes) {
    if (seen.has(node.id)) continue;
    const found = new Set([node.id]);
    // A set that grows while it is gone through: each node adds those beside it.
    for (const one of found) for (const other of beside.get(one) ?? []) found.add(other);
    for (const one of found) seen.add(one);
    if (found.size > largest.size) largest = found;
  }
  return only(drawing, largest);
}

/** A weight for readers: whole where it is whole, else three digits, with a true minus sign. */
export const shownWeight = (value: number): string =>
  (Number.isInteger(value) ? value.toLocaleString("en") : value.toPrecision(3)).replace("-", "−");
