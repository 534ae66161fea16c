import { expect, test, vi } from "vitest";
import { Problem } from "./api";
import { saving } from "./meanwhile";

const shown = { etag: "a", title: "Old", author: "", attributes: { size: "1", kind: "x" } };

/** A server that holds another state than the one shown. */
const server = (now: object) =>
  vi.fn((etag: string) => (etag === "b" ? Promise.resolve() : Promise.reject(new Problem(409, "changed", { ...shown, ...now, etag: "b" } as never))));

test("what nobody changed is saved at once", async () => {
  const send = vi.fn(() => Promise.resolve());
  expect(await saving(shown, { title: "New" }, send)).toBeNull();
  expect(send.mock.calls).toEqual([["a"]]);
});

test("other fields of others stand, and the own one is saved over them", async () => {
  const send = server({ author: "Mo" });
  expect(await saving(shown, { title: "New" }, send)).toBeNull();
  expect(send.mock.calls).toEqual([["a"], ["b"]]);
});

test("both versions of the same field are told, and nothing is saved", async () => {
  const send = server({ title: "Theirs" });
  expect(await saving(shown, { title: "New", author: "Ada" }, send)).toEqual({
    etag: "b",
    clashes: [{ field: "title", theirs: "Theirs", mine: "New" }],
  });
  expect(send).toHaveBeenCalledTimes(1);
});

test("two who wrote the same do not clash", async () => {
  expect(await saving(shown, { title: "Same" }, server({ title: "Same" }))).toBeNull();
});

test("attributes are looked at one by one", async () => {
  expect(await saving(shown, { attributes: { size: "2" } }, server({ attributes: { size: "1", kind: "y" } }))).toBeNull();
  const meanwhile = await saving(shown, { attributes: { size: "2" } }, server({ attributes: { size: "3" } }));
  expect(meanwhile?.clashes).toEqual([{ field: "size", theirs: "3", mine: "2" }]);
});

test("another error is not swallowed", async () => {
  const broken = () => Promise.reject(new Problem(422, "no such field"));
  await expect(saving(shown, { title: "New" }, broken)).rejects.toThrow("no such field");
});
