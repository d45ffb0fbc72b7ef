import { describe, expect, it } from "vitest";
import type { Json } from "../../../shared/core/json.ts";
import { type Change, parsePath, updateAt } from "../../../shared/core/json-path.ts";

const remove: Change = () => undefined;
const write =
  (value: Json): Change =>
  () =>
    value;

describe("parsePath", () => {
  it("reads names, items, every item, and quoted names", () => {
    expect(parsePath('a.b c[*][0]["d.[]\\"e"].f')).toEqual({
      text: 'a.b c[*][0]["d.[]\\"e"].f',
      steps: [
        { kind: "name", name: "a" },
        { kind: "name", name: "b c" },
        { kind: "every" },
        { kind: "index", index: 0 },
        { kind: "name", name: 'd.[]"e' },
        { kind: "name", name: "f" },
      ],
    });
    expect(parsePath("[*].a").steps).toEqual([{ kind: "every" }, { kind: "name", name: "a" }]);
    expect(parsePath('[""]').steps).toEqual([{ kind: "name", name: "" }]);
  });

  it.each([
    ["", 1],
    [".a", 1],
    ["a.", 2],
    ["a..b", 2],
    ["a[", 2],
    ["a[-1]", 2],
    ["a[b]", 2],
    ["a[*]b", 5],
    ['a["\\x"]', 2],
    ["a]", 2],
  ])("says where %j stops being a path", (text, column) => {
    expect(() => parsePath(text)).toThrow(
      expect.objectContaining({
        name: "ConfigError",
        message: expect.stringContaining(`path ${JSON.stringify(text)}, column ${column}: a path such as`),
      }),
    );
  });

  it("refuses more than 32 steps", () => {
    expect(parsePath(Array(32).fill("a").join(".")).steps).toHaveLength(32);
    expect(() => parsePath(Array(33).fill("a").join("."))).toThrow("of at most 32 steps");
  });
});

describe("updateAt", () => {
  const order = { id: "o", customer: { email: "e", id: "c" }, items: [{ sku: "a", n: 1 }, { sku: "b" }], none: null };
  const change = (path: string, how: Change, creates = false) => updateAt(order, parsePath(path), how, creates);

  it("removes and replaces wherever the path leads, and shares the rest", () => {
    const removed = change("customer.email", remove);
    expect(removed).toEqual({ ...order, customer: { id: "c" } });
    expect((removed as typeof order).items).toBe(order.items);
    expect(change("items[*].n", remove)).toEqual({ ...order, items: [{ sku: "a" }, { sku: "b" }] });
    expect(change("items[1].sku", write("x"))).toEqual({ ...order, items: [order.items[0], { sku: "x" }] });
    expect(change("items[0]", remove)).toEqual({ ...order, items: [{ sku: "b" }] });
    expect(change("items[*]", remove)).toEqual({ ...order, items: [] });
    expect(change("customer[*]", write(0))).toEqual({ ...order, customer: { email: 0, id: 0 } });
    expect(change("customer[*]", remove)).toEqual({ ...order, customer: {} });
    expect(order.customer.email).toBe("e");
  });

  it.each(["missing", "missing.deep", "none.deep", "none[*].x", "items[7]", "items[*].missing", "customer.missing"])(
    "gives back the very value where %s meets nothing",
    (path) => {
      expect(change(path, remove)).toBe(order);
    },
  );

  it("makes absent objects where it is told to", () => {
    expect(change("a.b.c", write(1), true)).toEqual({ ...order, a: { b: { c: 1 } } });
    expect(change("none.a", write(1), true)).toEqual({ ...order, none: { a: 1 } });
    expect(change("items[*].n", write(2), true)).toMatchObject({ items: [{ n: 2 }, { n: 2 }] });
    expect(change("missing[*].a", write(1), true)).toBe(order);
  });

  it.each([
    ["items.sku", "an array"],
    ["id.x", "a string"],
    ["customer[0]", "an object"],
    ["id[*]", "a string"],
  ])("refuses %s, which meets %s", (path, met) => {
    expect(() => change(path, remove)).toThrow(
      expect.objectContaining({
        code: "SHAPE",
        message: `the body does not have the shape of path ${path}: it meets ${met}`,
      }),
    );
  });

  it("writes and removes __proto__ as a name like any other", () => {
    const path = parsePath("__proto__.a");
    const made = updateAt({}, path, write(1), true);
    expect(JSON.stringify(made)).toBe('{"__proto__":{"a":1}}');
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
    expect(JSON.stringify(updateAt(made, path, remove))).toBe('{"__proto__":{}}');
    const same = {};
    expect(updateAt(same, parsePath("constructor.name"), remove)).toBe(same);
  });
});
