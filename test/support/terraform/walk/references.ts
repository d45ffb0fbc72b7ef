// Finds what the expressions in a text refer to.

/** One reference: `data.google_project.own` with the way `number` into it. An index by an expression is undefined. */
export interface Reference {
  readonly address: string;
  readonly way: readonly (string | number | undefined)[];
}

/** What expressions name beside resources: https://developer.hashicorp.com/terraform/language/expressions/references */
const OTHERS = new Set(["each", "count", "self", "path", "terraform", "var", "local", "module"]);

/** Every reference to a resource or a data source in a text's templates, once each. */
export function referencesIn(text: string): readonly Reference[] {
  const code = expressions(text);
  // `[for topic in topics : topic.name]`: a name that only the expression itself knows.
  const own = new Set([...code.matchAll(/\bfor\s+(\w+)(?:\s*,\s*(\w+))?\s+in\b/g)].flatMap(([, ...names]) => names));
  const found = code.matchAll(
    /(?<![\w.\]*-])(data\.)?([A-Za-z_]\w*)\.([A-Za-z_][\w-]*)((?:\.[\w-]+|\.\*|\[[^\][]*\])*)/g,
  );
  const references = [...found].flatMap(([, prefix = "", type = "", name = "", way = ""]) =>
    OTHERS.has(type) || own.has(type) ? [] : [{ address: `${prefix}${type}.${name}`, way: steps(way) }],
  );
  return [...new Map(references.map((each) => [JSON.stringify(each), each])).values()];
}

/** The one reference that a text is, and nothing else. */
export function referenceOf(text: string): Reference | undefined {
  const [, inner] = /^\$\{((?:data\.)?[A-Za-z_]\w*\.[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*)\}$/.exec(text) ?? [];
  const [only, second] = inner === undefined ? [] : referencesIn(text);
  return second === undefined ? only : undefined;
}

const steps = (way: string): Reference["way"] =>
  [...way.matchAll(/\.([\w-]+|\*)|\[([^\][]*)\]/g)].map(([, name, index]) => {
    if (name !== undefined) return /^\d+$/.test(name) ? Number(name) : name;
    if (index === "*") return "*";
    // A key in quotes has been blanked out with the other texts.
    return index !== undefined && /^\d+$/.test(index) ? Number(index) : undefined;
  });

/** What stands inside `${}` and `%{}`, without texts in quotes, but with the expressions within those. */
function expressions(text: string): string {
  let code = "";
  // Each open template, quote or brace, innermost last.
  const open: ("template" | "brace" | "quote")[] = [];
  for (let at = 0; at < text.length; at++) {
    const inner = open.at(-1);
    const here = text.slice(at, at + 2);
    const literal = inner === undefined || inner === "quote";
    if (literal && (here === "${" || here === "%{")) {
      const escaped = text[at - 1] === text[at];
      if (!escaped) open.push("template");
      at++;
      code += " ";
    } else if (inner === "quote" && text[at] === "\\") at++;
    else if (text[at] === '"') {
      if (inner === "quote") open.pop();
      else if (inner !== undefined) open.push("quote");
      code += " ";
    } else if (literal) continue;
    else {
      if (text[at] === "{") open.push("brace");
      if (text[at] === "}") open.pop();
      code += open.length === 0 ? " " : text[at];
    }
  }
  return code;
}
