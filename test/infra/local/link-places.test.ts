import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { bundleFolder } from "../../../infra/bundle.ts";
import { linkPlaces } from "../../../infra/local/link-places.ts";
import { runFabric } from "../../../infra/local/running-fabric.ts";
import { openServers } from "../../../infra/local/servers.ts";
import { type Compiled, compile } from "../../../shared/fabric/compile.ts";
import type { Link } from "../../../shared/fabric/link.ts";
import { parseFabric } from "../../../shared/fabric/read.ts";
import { buildOnce } from "../../support/built.ts";
import { aFabric, PLACE } from "../../support/journey.ts";
import { expectGone } from "./process/bundles.ts";

beforeAll(buildOnce);

/** A table of values that makes each link larger than that. */
function fabricOver(bytes: number): Compiled {
  const step = `[{ set: { attributes: { note: "${"x".repeat(bytes)}" } } }]`;
  return compile(parseFabric(aFabric({ there: step, back: step }), "fabric.yaml"));
}

const linkOver = (bytes: number): Link => fabricOver(bytes).links[0] as Link;

describe("the place of a link", () => {
  it("is a variable where it fits Lambda's 4 KB, and a file beside a bundle of its own where not", () => {
    const places = linkPlaces();
    const [small, large] = [linkOver(10), linkOver(4_096)];
    expect(places.place(small)).toEqual({
      bundle: bundleFolder(small.crossing),
      variables: { HOPSPAN_LINK: JSON.stringify(small) },
    });
    const [one, other] = [places.place(large), places.place(large)];
    expect(one.variables).toEqual({});
    expect(one.bundle).not.toBe(other.bundle);
    expect(JSON.parse(readFileSync(join(one.bundle, "link.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(large)));
    const code = (folder: string) => readFileSync(join(folder, "index.cjs"));
    expect(code(one.bundle).equals(code(bundleFolder(large.crossing)))).toBe(true);
    places.clear();
    places.clear();
    expect([existsSync(one.bundle), existsSync(other.bundle), existsSync(bundleFolder(large.crossing))]).toEqual([
      false,
      false,
      true,
    ]);
  });

  // Linux takes no variable of more than 128 KiB.
  it("lets a fabric run whose links outgrow what a process may be told", { timeout: 60_000 }, async () => {
    const servers = await openServers(PLACE);
    try {
      const running = await runFabric({ compiled: fabricOver(200_000), servers, secrets: {}, onLine: () => {} });
      const pids = running.links.flatMap((each) => each.pids());
      expect(running.links.map(({ link }) => link.name)).toEqual(["shop/there", "shop/back"]);
      await running.stop();
      await expectGone(pids);
    } finally {
      await servers.close();
    }
  });
});
