import { describe, expect, it } from "vitest";
import { accessToken, identityToken } from "../../../shared/identity/metadata-server.ts";
import { ACCOUNT } from "../../support/identity/a-metadata-server.ts";
import { bothClouds } from "../../support/identity/both-clouds.ts";

describe("the metadata server", () => {
  it("gives a new token for each question, for the very audience that was asked for", async () => {
    const { metadata, google, onCloudRun } = await bothClouds();
    const audience = "hopspan:retail/orders&more=ü";
    const tokens = [await identityToken(audience, onCloudRun()), await identityToken(audience, onCloudRun())];
    expect(tokens.map((token) => google.read(token))).toMatchObject(Array(2).fill({ aud: audience, sub: ACCOUNT }));
    expect(metadata.asked.length).toBe(2);
  });

  it("is found with a scheme in front as well", async () => {
    const { metadata } = await bothClouds();
    expect(await accessToken({ GCE_METADATA_HOST: metadata.url })).toBe("access-1");
  });

  it.each([
    ["a refusal", { status: 404, headers: { "metadata-flavor": "Google" }, body: "" }, "answered 404"],
    ["an answer of somebody else", { body: "{}" }, "answered without the header Metadata-Flavor: Google"],
    ["an answer without a token", { headers: { "metadata-flavor": "Google" }, body: "{}" }, "gave no access token"],
  ])("is not believed with %s", async (_, said, what) => {
    const { metadata, onCloudRun } = await bothClouds();
    metadata.interrupt(said);
    await expect(accessToken(onCloudRun())).rejects.toMatchObject({
      code: "NO_IDENTITY",
      retryable: true,
      message: `the metadata server ${what}: expected it to vouch for the function`,
    });
  });

  it("that can't be reached is told of", async () => {
    const { metadata, onCloudRun } = await bothClouds();
    await metadata.close();
    const message = expect.stringContaining("did not answer");
    await expect(accessToken(onCloudRun())).rejects.toMatchObject({ code: "NO_IDENTITY", message });
  });
});
