import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { pubsubServer } from "../../../infra/local/pubsub/server.ts";
import { pythonMissing, pythonWithClient } from "../../support/party/python-client.ts";

const STORY = join(import.meta.dirname, "python-story.py");

describe.skipIf(pythonMissing)(
  `Google's client for Python${pythonMissing === undefined ? "" : `: ${pythonMissing}`}`,
  () => {
    it("publishes in batches and in order, pulls, streams, acknowledges once, seeks, and checks schemas", async () => {
      const server = await pubsubServer({});
      const env = { ...process.env, PUBSUB_EMULATOR_HOST: server.host, PYTHONDONTWRITEBYTECODE: "1" };
      const child = spawn(pythonWithClient(), [STORY, "earth"], { env, stdio: ["ignore", "pipe", "pipe"] });
      try {
        const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
        const seen = out
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line));
        expect({ seen, err: seen.length > 0 ? "" : err }).toEqual({
          seen: [
            { refused: "AlreadyExists" },
            { refused: "NotFound" },
            { published: 201 },
            { plain: true },
            { ordered: true },
            { once: ["AcknowledgeStatus.SUCCESS"], all: 200 },
            { schema: "projects/earth/schemas/shape" },
            { snapshot: true },
            { end: true },
          ],
          err: "",
        });
      } finally {
        child.kill("SIGKILL");
        await server.close();
      }
    });
  },
);
