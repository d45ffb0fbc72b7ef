// `hopspan init`: a small fabric to change, which passes check and test as it is.

import { constants, copyFile, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CommandError, EXIT, type Verb } from "../verb.ts";

const STARTER = join(import.meta.dirname, "../../../examples/starter/fabric.yaml");

/** Ends with 0 once the file is written; never writes over one that is there. */
export const init: Verb = {
  usage: "DIR",
  about: "Writes a small fabric to start from",
  options: {},
  examples: ["hopspan init my-fabric && hopspan dev my-fabric/fabric.yaml"],
  async run({ words }, { folder, out }) {
    const [name, ...rest] = words;
    if (name === undefined || rest.length > 0) throw new CommandError("init takes one folder: hopspan init DIR");
    const file = join(name, "fabric.yaml");
    try {
      await mkdir(resolve(folder, name), { recursive: true });
      await copyFile(STARTER, resolve(folder, file), constants.COPYFILE_EXCL);
    } catch (error) {
      throw new CommandError(whyNot(name, file, error as NodeJS.ErrnoException));
    }
    out(`wrote ${file}\nnext: hopspan check ${file}, hopspan test ${file}, hopspan dev ${file}`);
    return EXIT.ok;
  },
};

function whyNot(name: string, file: string, { code }: NodeJS.ErrnoException): string {
  if (code === "EEXIST" || code === "ENOTDIR") return `${file} can't be written: ${file} or ${name} is there already`;
  return `${file} can't be written (${code ?? "unknown"})`;
}
