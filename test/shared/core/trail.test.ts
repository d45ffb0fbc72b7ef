import { describe, expect, it } from "vitest";
import { extendTrail, MAX_LINKS } from "../../../shared/core/trail.ts";
import { aMessage } from "../../support/a-message.ts";

const links = (count: number) => Array.from({ length: count }, (_, at) => `fabric/link-${at}`);

describe("extendTrail", () => {
  it("puts the link behind those already passed, and leaves the message alone", () => {
    const message = aMessage({ trail: ["f/a"] });
    expect(extendTrail(message, "f/b")).toEqual(["f/a", "f/b"]);
    expect(message.trail).toEqual(["f/a"]);
  });

  it("refuses a link that the message has passed before", () => {
    expect(() => extendTrail(aMessage({ id: "m", trail: ["f/a", "f/b"] }), "f/a")).toThrow(
      expect.objectContaining({ name: "TrailError", code: "LOOP", message: "message m has passed f/a before" }),
    );
  });

  it("lets a message pass the last allowed link and no more", () => {
    expect(extendTrail(aMessage({ trail: links(MAX_LINKS - 1) }), "f/last")).toHaveLength(MAX_LINKS);
    expect(() => extendTrail(aMessage({ id: "m", trail: links(MAX_LINKS) }), "f/more")).toThrow(
      expect.objectContaining({ code: "TOO_MANY_LINKS", retryable: false }),
    );
  });
});
