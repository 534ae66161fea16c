/** The files of a drop, those in folders too, and where they lay. */

const places = new WeakMap<File, string>();

/** The path of a file from the folder that was dropped or chosen; its name if none was. */
export const pathOf = (file: File): string => places.get(file) ?? (file.webkitRelativePath || file.name);

export async function filesIn(data: DataTransfer | null): Promise<File[]> {
  if (!data) return [];
  // The list is emptied once the handler returns: what is in it is taken out first.
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...data.files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found: File[] = [];
  for (const entry of entries) if (entry) await collect(entry, found);
  return found;
}

/** Files that were chosen in order of their paths, without those that are hidden in a folder. */
export const seen = (files: File[]): File[] =>
  files
    .filter((file) => !/\/\./.test(pathOf(file)))
    .sort((a, b) => pathOf(a).localeCompare(pathOf(b)));

async function collect(entry: FileSystemEntry, into: File[]): Promise<void> {
  if (entry.name.startsWith(".")) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    places.set(file, entry.fullPath.replace(/^\//, ""));
    into.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder is told in pieces of a hundred.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some.sort((a, b) => a.name.localeCompare(b.name))) await collect(one, into);
  }
}
