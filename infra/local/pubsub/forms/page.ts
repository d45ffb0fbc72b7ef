// Lists in pages, as every List method gives them.

import { SERVICE_LIMITS } from "../limits.ts";
import { type Fields, numberField, textField, within } from "./fields.ts";

/**
 * The part of sorted names that a request asks for. The token is the last name given: pages stay right while things
 * come and go. Throws `INVALID_ARGUMENT` for a negative size.
 */
export function page(
  names: readonly string[],
  request: Fields,
): { readonly items: readonly string[]; readonly nextPageToken: string } {
  const size = within(numberField(request, "pageSize"), { min: 0 }, "page_size", 0);
  const after = textField(request, "pageToken");
  const rest = names.filter((name) => name > after);
  const items = rest.slice(0, Math.min(size || SERVICE_LIMITS.listed, SERVICE_LIMITS.listed));
  return { items, nextPageToken: items.length < rest.length ? (items.at(-1) ?? "") : "" };
}
