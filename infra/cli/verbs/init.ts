// `hopspan init`: a small fabric to change, which passes check, test and plan as it is.

import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { printable } from "../../../shared/core/printable.ts";
import { quoted } from "../quoted.ts";
import { starterFor } from "../starter.ts";
import { CommandError, EXIT, type Verb } from "../verb.ts";

/** Ends with 0 once the file is written; never writes over one that is there. */
export const init: Verb = {
  usage: "DIR",
  about: "Writes a small fabric to start from",
  options: {},
  examples: ["hopspan init my-fabric && hopspan dev my-fabric/fabric.yaml"],
  async run({ words }, { folder, out }) {
    const [name, ...rest] = words;
    if (name === undefined || rest.length > 0) throw new CommandError("init takes one folder: npx hopspan init DIR");
    if (printable(name) !== name) throw new CommandError("init takes a folder's name without control characters");
    const file = join(name, "fabric.yaml");
    const text = await starterFor(resolve(folder, name), file);
    try {
      await makeFolder(resolve(folder, name));
      await writeFile(resolve(folder, file), text, { flag: "wx" });
    } catch (error) {
      throw new CommandError(whyNot(name, file, error as NodeJS.ErrnoException));
    }
    const next = ["check", "test", "dev", "plan"].map((verb) => `  npx hopspan ${verb} ${quoted(file)}`);
    out([`wrote ${file}`, "next:", ...next].join("\n"));
    return EXIT.ok;
  },
};

/** With all folders around it. Node's own way to do so never ends where a file system takes no folder, as /proc. */
async function makeFolder(path: string): Promise<void> {
  if (existsSync(path)) return;
  await makeFolder(dirname(path));
  await mkdir(path);
}

function whyNot(name: string, file: string, { code }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOTDIR":
      return `${file} can't be written: a file stands where a folder has to be`;
    case "EEXIST":
      return `${file} can't be written: ${file} or ${name} is there already`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `${file} can't be written: no permission (${code}); name a folder of your own`;
    case "ENOENT":
      return `${file} can't be written: no folder can be made there; name another place`;
    default:
      return `${file} can't be written (${code ?? "unknown"})`;
  }
}
