import { describe, expect, it } from "vitest";
import { referenceOf, referencesIn } from "./walk/references.ts";

const open = "$".concat("{");
const t = (address: string, ...way: readonly (string | number | undefined)[]) => ({ address, way });

describe("references in a text", () => {
  const cases: readonly [string, string, readonly unknown[]][] = [
    ["none in plain text", "google_pubsub_topic.t.id", []],
    ["none where the template is escaped", `$${open}google_pubsub_topic.t.id}`, []],
    ["one", `${open}google_pubsub_topic.t.id}`, [t("google_pubsub_topic.t", "id")]],
    [
      "one in the midst of a text",
      `projects/${open}data.google_project.p.number}/x`,
      [t("data.google_project.p", "number")],
    ],
    ["an index", `${open}google_x.f.service_config[0].uri}`, [t("google_x.f", "service_config", 0, "uri")]],
    ["a key", `${open}google_x.f.labels["a.b"]}`, [t("google_x.f", "labels", undefined)]],
    ["a splat", `${open}google_x.f.blocks[*].id}`, [t("google_x.f", "blocks", "*", "id")]],
    [
      "arguments of functions",
      `${open}join(", ", [google_x.a.id, google_y.b.id])}`,
      [t("google_x.a", "id"), t("google_y.b", "id")],
    ],
    [
      "a template within a text of an expression",
      `${open}upper("a ${open}google_x.a.id} b")}`,
      [t("google_x.a", "id")],
    ],
    ["nothing in a text of an expression", `${open}upper("google_x.a.id")}`, []],
    ["the condition of a directive", "%{if google_x.a.ok}yes%{endif}", [t("google_x.a", "ok")]],
    [
      "no names of a for expression",
      `${open}[for k, each_one in google_x.a.list : each_one.name]}`,
      [t("google_x.a", "list")],
    ],
    ["nothing of terraform's own", `${open}path.module}${open}var.x}${open}each.value.y}`, []],
    ["one twice", `${open}google_x.a.id}${open}google_x.a.id}`, [t("google_x.a", "id")]],
  ];

  it.each(cases)("are %s", (_, text, found) => {
    expect(referencesIn(text)).toEqual(found);
  });

  it("are the whole text only where nothing else is said", () => {
    expect(referenceOf(`${open}google_x.a.id}`)).toEqual(t("google_x.a", "id"));
    expect(referenceOf(`${open}google_x.a.id}-dead`)).toBeUndefined();
    expect(referenceOf(`${open}upper(google_x.a.id)}`)).toBeUndefined();
  });
});
