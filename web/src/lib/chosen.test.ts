import { describe, expect, it } from "vitest";
import { guessed, isArchive, isTable, mapAs, mapping, parts } from "./chosen";

const column = (name: string, ours: string | null, ...examples: string[]) => ({ name, ours, examples });

describe("chosen files", () => {
  it("are tables or archives by their endings", () => {
    expect(["a.CSV", "b.xlsx", "c.jsonl", "d.csv.txt"].map(isTable)).toEqual([true, true, true, false]);
    expect(["a.zip", "b.warc.gz", "c.wacz", "zip.txt"].map(isArchive)).toEqual([true, true, true, false]);
  });

  it("have a table beside them if a column names them", () => {
    const columns = [column("file", "file", "7"), column("Scan", null, "letter"), column("who", null, "Guild")];
    const found = guessed(columns, ["letters/letter.txt"]);
    expect(found.role).toBe("beside");
    expect(found.columns.map((one) => one.as)).toEqual(["", "file", ""]);
    expect(guessed(columns, []).role).toBe("documents");
    expect(guessed([column("who", null, "Guild")], ["letter.txt"]).role).toBe("document");
    expect(guessed([column("body", "text", "Words")], ["letter.txt"]).role).toBe("documents");
  });

  it("are sent in parts of few files and bytes, none left out", () => {
    const files = [5, 5, 5, 90, 5, 5, 5, 5].map((size) => ({ size }));
    expect(parts(files, 3, 20).map((part) => part.map((file) => file.size))).toEqual([[5, 5, 5], [90], [5, 5, 5], [5]]);
    expect(parts([])).toEqual([]);
  });
});

describe("columns", () => {
  const columns = [
    { name: "Inhalt", as: "text", examples: [] },
    { name: "date", as: "date", examples: [] },
    { name: "title", as: "", examples: [] },
    { name: "Region", as: "", examples: [] },
    { name: "Datei", as: "file", examples: [] },
  ];

  it("are named to the server where their names differ from ours", () => {
    expect(mapping(columns, "documents")).toEqual({ text: "Inhalt", "attribute:title": "title" });
    expect(mapping(columns, "beside")).toEqual({ file: "Datei", "attribute:title": "title" });
  });

  it("are each one thing", () => {
    expect(mapAs(columns, "Region", "date").map((one) => one.as)).toEqual(["text", "", "", "date", "file"]);
    expect(mapping(mapAs(columns, "Region", "date"), "documents")).toMatchObject({ date: "Region", "attribute:date": "date" });
  });
});
