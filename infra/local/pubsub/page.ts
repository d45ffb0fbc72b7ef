// Lists in pages, as every List method gives them.

import { invalid } from "./fault.ts";
import { type Fields, textField } from "./fields.ts";
import { SERVICE_LIMITS } from "./limits.ts";

/** The page that a request asks for; its token is the last name of the page before. */
export function page(
  names: readonly string[],
  request: Fields,
): { readonly items: readonly string[]; readonly nextPageToken: string } {
  const size = Number(request["pageSize"] ?? 0);
  if (size < 0) throw invalid("page_size must not be negative.");
  const after = textField(request, "pageToken");
  const rest = after === "" ? names : names.filter((name) => name > after);
  const items = rest.slice(0, Math.min(size || SERVICE_LIMITS.listed, SERVICE_LIMITS.listed));
  return { items, nextPageToken: items.length < rest.length ? (items.at(-1) ?? "") : "" };
}
