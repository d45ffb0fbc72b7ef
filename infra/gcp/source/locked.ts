// Which packages a function is built with in the cloud: the very ones that this project is tested with, by their hashes.

/** A package-lock.json of version 3, as far as it matters here: packages by the folder that they are installed in. */
export interface PackageLock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** Marks of how this project itself came to need a package; a function needs it in its own right. */
const MARKS: ReadonlySet<string> = new Set(["dev", "devOptional", "optional", "peer", "resolved"]);

/**
 * The package.json and package-lock.json of a project that needs `name` only: that package and all that it needs, each
 * in the version and with the hash of `lock`. Pure. Throws where the lock does not know a package.
 */
export function lockedTo(lock: PackageLock, name: string) {
  const top = packageAt(lock, `node_modules/${name}`);
  const dependencies = { [name]: top.version ?? "" };
  const manifest = { name: "hopspan-function", version: "1.0.0", private: true, main: "index.js", dependencies };
  const folders = closure(lock, `node_modules/${name}`);
  const packages = [...folders].sort().map((folder) => [folder, bare(packageAt(lock, folder))] as const);
  const { main: _, private: __, ...root } = manifest;
  return {
    manifest,
    lock: {
      name: manifest.name,
      version: manifest.version,
      lockfileVersion: 3,
      requires: true,
      packages: { "": root, ...Object.fromEntries(packages) },
    },
  };
}

function closure(lock: PackageLock, start: string): ReadonlySet<string> {
  const found = new Set([start]);
  for (const folder of found) {
    const { dependencies = {}, optionalDependencies = {} } = packageAt(lock, folder);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const place = placeOf(lock, folder, name);
      if (place !== undefined) found.add(place);
      else if (!(name in optionalDependencies)) throw new Error(`package-lock.json does not know ${name} of ${folder}`);
    }
  }
  return found;
}

/** As Node looks: in the folder itself, then in each one above it. */
function placeOf({ packages }: PackageLock, folder: string, name: string): string | undefined {
  for (let above = folder; ; above = above.slice(0, above.lastIndexOf("/node_modules/"))) {
    if (Object.hasOwn(packages, `${above}/node_modules/${name}`)) return `${above}/node_modules/${name}`;
    if (!above.includes("/node_modules/"))
      return Object.hasOwn(packages, `node_modules/${name}`) ? `node_modules/${name}` : undefined;
  }
}

function packageAt({ packages }: PackageLock, folder: string): LockedPackage {
  const known = packages[folder];
  if (known === undefined) throw new Error(`package-lock.json does not know ${folder}: run npm install`);
  return known;
}

const bare = (entry: LockedPackage) => Object.fromEntries(Object.entries(entry).filter(([key]) => !MARKS.has(key)));
