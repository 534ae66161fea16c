import { expect, it } from "vitest";
import type { Drawing } from "./api";
import { component, Graph, neighbours, outline, shownWeight } from "./graph";

const drawn = { color: null, fill: null, shape: "circle" as const, size: 1 };
const node = (id: string, x = 0, y = 0) => ({ id, name: id, mode: "row" as const, variable: "actor", frequency: 1, attributes: {}, ...drawn, x, y });
const tie = (a: string, b: string, weight = 1) => ({ a, b, row: a, column: b, weight, sign: 1 as const });
const DRAWING: Drawing = {
  nodes: [node("a"), node("b", 1, 0), node("c", 1, 1), node("d"), node("e"), node("f")],
  ties: [tie("a", "b", 4), tie("b", "c"), tie("a", "c"), tie("d", "e")],
  hidden: 0,
  statements: 9,
  left_out: {},
  legend: { colors: {}, shapes: { actor: "circle" }, area: "number of statements" },
  spec: {},
  change: 1,
};
const ids = (drawing: Drawing) => drawing.nodes.map((one) => one.id).join("");

it("keeps the largest part, or a node with its neighbours", () => {
  expect(ids(component(DRAWING))).toBe("abc");
  expect(component(DRAWING).ties).toHaveLength(3);
  expect(ids(neighbours(DRAWING, "b"))).toBe("abc");
  expect(ids(neighbours(DRAWING, "d"))).toBe("de");
  expect(ids(neighbours(DRAWING, "f"))).toBe("f");
  expect(ids(component({ ...DRAWING, nodes: [], ties: [] }))).toBe("");
});

it("finds the tie and the node at a place", () => {
  const graph = new Graph({ ...DRAWING, nodes: DRAWING.nodes.slice(0, 3), ties: DRAWING.ties.slice(0, 3) });
  const view = { scale: 100, tall: 1, x: 10, y: 10 };
  expect(graph.tieAt(60, 12, view)).toMatchObject({ a: "a", b: "b" });
  expect(graph.tieAt(110, 60, view)).toMatchObject({ a: "b", b: "c" });
  expect(graph.tieAt(300, 300, view)).toBeNull();
  expect(graph.nodeAt(112, 10, view)?.id).toBe("b");
  const fitted = graph.fit(640, 480);
  for (const one of graph.drawing.nodes) {
    expect(one.x * fitted.scale + fitted.x).toBeGreaterThan(0);
    expect(one.x * fitted.scale + fitted.x).toBeLessThan(640);
    expect(one.y * fitted.scale * fitted.tall + fitted.y).toBeLessThan(480);
  }
});

it("writes weights for readers", () => {
  expect([3, -2, 0.123456, 12345].map(shownWeight)).toEqual(["3", "−2", "0.123", "12,345"]);
});

it("gives every shape of one radius the same area", () => {
  const area = (shape: "square" | "diamond" | "triangle") => {
    const points: [number, number][] = [];
    const add = (x: number, y: number) => points.push([x, y]);
    outline(
      { arc: () => undefined, rect: (x, y, w, h) => points.push([x, y], [x + w, y], [x + w, y + h], [x, y + h]), moveTo: add, lineTo: add, closePath: () => undefined },
      shape,
      7,
      9,
      10,
    );
    return Math.abs(points.reduce((sum, [x, y], at) => sum + x * points[(at + 1) % points.length]![1] - points[(at + 1) % points.length]![0] * y, 0)) / 2;
  };
  for (const shape of ["square", "diamond", "triangle"] as const) expect(area(shape)).toBeCloseTo(Math.PI * 100, 6);
});
