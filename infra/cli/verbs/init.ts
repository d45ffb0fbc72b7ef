// `hopspan init`: a small fabric to change, which passes check and test as it is.

import { existsSync } from "node:fs";
import { constants, copyFile, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
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
      await makeFolder(resolve(folder, name));
      await copyFile(STARTER, resolve(folder, file), constants.COPYFILE_EXCL);
    } catch (error) {
      throw new CommandError(whyNot(name, file, error as NodeJS.ErrnoException));
    }
    const next = ["check", "test", "dev"].map((verb) => `  npx hopspan ${verb} ${quoted(file)}`);
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

/** A path as a shell reads it back. */
const quoted = (path: string): string => (/^[\w./@:+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

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
