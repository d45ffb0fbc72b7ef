// A Cloud Monitoring that says how many messages wait, as it is told to: one series a page.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** `missing` is the text of a 404. https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list */
export async function aMonitoring(status = 200, missing = "") {
  const waiting = new Map<string, number>();
  const requests: URL[] = [];
  const server = createServer(({ url = "/" }, response) => {
    const asked = new URL(url, "http://here");
    requests.push(asked);
    const at = Number(asked.searchParams.get("pageToken") ?? 0);
    const [name, count] = [...waiting][at] ?? [];
    const [newest, older] = [String(count), "7"].map((int64Value) => ({ value: { int64Value } }));
    const series = { resource: { labels: { subscription_id: name } }, points: [newest, older] };
    const next = at + 1 < waiting.size ? { nextPageToken: String(at + 1) } : {};
    if (status === 404) return void response.writeHead(404).end(missing);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ ...(name === undefined ? {} : { timeSeries: [series] }), ...next }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Messages by subscription, of whatever project. */
    waiting,
    requests,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
