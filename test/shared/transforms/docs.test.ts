import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { type Attribute, type Message, text } from "../../../shared/core/message.ts";
import type { Transform, TransformPart } from "../../../shared/core/ports.ts";
import { loadChain, transforms } from "../../../shared/transforms/index.ts";
import { bodies, someTools, textMessage } from "../../suites/transform-suite.ts";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/transforms.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(([, block = ""]) => block);

interface Side {
  readonly body: unknown;
  readonly attributes?: Readonly<Record<string, string | Attribute>>;
  readonly key?: string;
}
interface Block {
  readonly transforms: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly examples: readonly { readonly in: Side; readonly out: readonly Side[] }[];
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const attributesOf = (side: Side): ReadonlyMap<string, Attribute> =>
  new Map(
    Object.entries(side.attributes ?? {}).map(([name, value]) => [
      name,
      typeof value === "string" ? text(value) : value,
    ]),
  );
const textOf = ({ body }: Side) => (typeof body === "string" ? body : JSON.stringify(body));

const chainOf = (steps: Block["transforms"]): Promise<Transform> =>
  loadChain(
    steps.map((step) => {
      const [name = "", options] = typeof step === "string" ? [step] : (Object.entries(step)[0] ?? []);
      return { name, options };
    }),
    someTools,
  );

function expectExamples(step: Transform, { examples }: Block): void {
  for (const { in: given, out } of examples) {
    const { key } = given;
    const message = textMessage(textOf(given), {
      attributes: attributesOf(given),
      ...(key === undefined ? {} : { orderingKey: key }),
    });
    const results: readonly Message[] = step(message);
    expect(bodies(results)).toEqual(out.map(textOf));
    expect(results.map(({ attributes }) => attributes)).toEqual(out.map(attributesOf));
    for (const [at, { key: expected }] of out.entries())
      if (expected !== undefined) expect(results[at]?.orderingKey ?? "").toBe(expected);
  }
}

/** The modules that the page writes, as they stand there. */
async function modulesOnThePage(): Promise<ReadonlyMap<string, TransformPart>> {
  const folder = mkdtempSync(join(tmpdir(), "hopspan-docs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const found = new Map<string, TransformPart>();
  for (const [at, block] of blocks("ts").entries()) {
    const file = join(folder, `module-${at}.ts`);
    const local = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href);
    const placed = block
      .replaceAll(/"\.\/([a-z-]+\.ts)"/g, (_, file) => local(`shared/transforms/${file}`))
      .replace('"zod"', JSON.stringify(import.meta.resolve("zod")));
    writeFileSync(file, placed);
    const exported = (await import(pathToFileURL(file).href)) as Record<string, TransformPart>;
    for (const [name, part] of Object.entries(exported)) found.set(kebab(name), part);
  }
  return found;
}

describe("the page on transforms", () => {
  const examples = blocks("yaml").map((block) => parse(block) as Block);
  const written = blocks("ts").flatMap((block) => [...block.matchAll(/^export const (\w+)/gm)]);
  const ownNames = new Set(written.map(([, name = ""]) => kebab(name)));
  const inTable = examples.filter(({ transforms: [first] }) => typeof first !== "string" || !ownNames.has(first));

  it.each(inTable.map((block) => [JSON.stringify(block.transforms), block] as const))(
    "is right about %s",
    async (_, block) => {
      expect(block.examples.length).toBeGreaterThan(0);
      expectExamples(await chainOf(block.transforms), block);
    },
  );

  it("is right about modules of one's own", async () => {
    const modules = await modulesOnThePage();
    const own = examples.filter((block) => !inTable.includes(block));
    expect(own.map((block) => block.transforms)).toEqual([...modules.keys()].map((name) => [name]));
    for (const block of own) {
      const part = modules.get(String(block.transforms[0])) ?? expect.fail("no such module on the page");
      expectExamples(part.create({}, someTools), block);
    }
  });

  it("speaks of every entry of the table", () => {
    const steps = new Set(
      examples.flatMap(({ transforms: steps }) =>
        steps.map((step) => (typeof step === "string" ? step : Object.keys(step)[0])),
      ),
    );
    // A team's own are described by their schemas.
    const isOwn = (name: string) =>
      /\b(defineTransform|chain)\(/.test(readFileSync(join(root, `shared/transforms/${name}.ts`), "utf8"));
    expect(Object.keys(transforms).filter((name) => !steps.has(name) && !isOwn(name))).toEqual([]);
  });
});
