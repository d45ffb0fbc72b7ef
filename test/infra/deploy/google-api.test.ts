import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ask, askAll } from "../../../infra/deploy/google-api.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

/** Every service at one place. */
async function aServer(listener: RequestListener): Promise<NodeJS.ProcessEnv> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { IAM_HOST: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("a question to Google Cloud", () => {
  it("is asked with its method, and answered with what was said, or nothing where there is no such thing", async () => {
    const environment = await aServer(({ method, url }, response) => {
      response.writeHead(url === "/gone" ? 404 : 200).end(url === "/empty" ? "" : JSON.stringify({ method, url }));
    });
    expect(await ask("iam", "/v1/a", { environment })).toEqual({ method: "GET", url: "/v1/a" });
    expect(await ask("iam", "/v1/a", { method: "POST", environment })).toEqual({ method: "POST", url: "/v1/a" });
    expect(await ask("iam", "/empty", { method: "DELETE", environment })).toEqual({});
    expect(await ask("iam", "/gone", { environment })).toBeUndefined();
  });

  it("is answered in pages, and all of them are read", async () => {
    const environment = await aServer(({ url = "" }, response) => {
      const second = new URL(url, "http://here").searchParams.get("pageToken") === "a b";
      response.end(
        JSON.stringify(second ? { items: [3], nextPageToken: "" } : { items: [1, 2], nextPageToken: "a b" }),
      );
    });
    for (const path of ["/list", "/list?fields=items"])
      expect(await askAll("iam", path, "items", { environment })).toEqual([1, 2, 3]);
  });

  it("that is not answered says by whom, and why", async () => {
    const refused = await aServer((_, response) => response.writeHead(403).end());
    await expect(ask("iam", "/a", { environment: refused })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: "IAM says 403",
    });
    const nowhere = { STORAGE_HOST: "http://127.0.0.1:1" };
    await expect(ask("storage", "/a", { environment: nowhere })).rejects.toThrow("Cloud Storage can't be reached");
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/credentials.json");
    await expect(ask("bigquery", "/a", { environment: {} })).rejects.toThrow(
      "there are no credentials for Google Cloud: run gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
    );
  });
});
