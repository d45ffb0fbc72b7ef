import { describe, expect, it } from "vitest";
import { readConfig } from "../../../infra/kubemq/read-config.ts";
import { ConfigError, describeProblem } from "../../../shared/core/errors.ts";

const connector = (config: string, type = "bridges"): string => `apiVersion: core.k8s.kubemq.io/v1alpha1
kind: KubemqConnector
metadata:
  name: two
spec:
  type: ${type}
  config: ${config}
`;

const BLOCK = `|-
    # a comment

    bindings:
      - name: one
        bad: key`;

function refusal(text: string): string {
  try {
    readConfig(text, "k.yaml");
    return "";
  } catch (error) {
    return error instanceof ConfigError ? error.problems.map(describeProblem).join("\n") : String(error);
  }
}

describe("a binding file within a Kubernetes resource", () => {
  it("knows the line and column of everything in a block of lines", () => {
    const { value, place, name } = readConfig(connector(BLOCK), "k.yaml");
    expect([value, name]).toEqual([{ bindings: [{ name: "one", bad: "key" }] }, "two"]);
    expect(place(["bindings", 0, "bad"], "key")).toEqual({ file: "k.yaml", line: 12, column: 9 });
  });

  it("knows them where lines end as on Windows", () => {
    const { place } = readConfig(connector(BLOCK).replaceAll("\n", "\r\n"), "k.yaml");
    expect(place(["bindings", 0, "bad"], "key")).toEqual({ file: "k.yaml", line: 12, column: 9 });
  });

  it.each([
    ["directives", "%YAML 1.1\n# of old\n---\nbindings: [1]\n...\n# the end\n", 4],
    ["a byte order mark", "\uFEFF# kept by an editor\r\n---\r\n\r\nbindings: [1]\r\n", 4],
  ])("is plain, and may have %s around it", (_, text, line) => {
    const { value, place } = readConfig(text, "k.yaml");
    expect([value, place(["bindings"], "key")]).toEqual([{ bindings: [1] }, { file: "k.yaml", line, column: 1 }]);
  });

  it("is placed where it begins, where it is a text in quotes", () => {
    const { place } = readConfig(connector(JSON.stringify("bindings:\n- name: one\n")), "k.yaml");
    expect(place(["bindings", 0], "key")).toEqual({ file: "k.yaml", line: 7, column: 11 });
  });

  it("is found in a list of resources, as kubectl prints them", () => {
    const item = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" }, data: { c: '{"bindings": [1]}' } };
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [{ ...item, kind: "Secret" }, item] });
    expect(readConfig(list, "k.yaml")).toMatchObject({ value: { bindings: [1] }, name: "m" });
  });

  it.each([
    ["its YAML is none", connector("|-\n    bindings: [\n    x: y: z"), /^k\.yaml:\d+:\d+: /],
    ["the connector is of another type", connector(BLOCK, "targets"), /^k\.yaml: no bindings are in it/],
    ["there is none", "apiVersion: v1\nkind: ConfigMap\ndata: { a: b }", /^k\.yaml: no bindings are in it/],
    [
      "there are two",
      `${connector(BLOCK)}---\n${connector(BLOCK)}`,
      /^k\.yaml:20:11: a second binding file starts here/,
    ],
    [
      "a plain one stands beside",
      `${connector(BLOCK)}---\nbindings: []`,
      /^k\.yaml:14:1: a document without apiVersion/,
    ],
  ])("is refused where %s", (_, text, expected) => {
    expect(refusal(text)).toMatch(expected);
  });
});
