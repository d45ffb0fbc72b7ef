// Reads the price file, and refuses one that is not whole: a wrong price would only show on a bill.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../../shared/core/errors.ts";
import { PRICE_NAMES, type PriceList } from "./price.ts";
import { field, isTable, type Says, when } from "./price-fields.ts";

/** The prices that come with Hopspan. */
export const standardPrices = (): PriceList =>
  readPrices(readFileSync(join(import.meta.dirname, "prices.json"), "utf8"), "infra/cost/prices.json");

/** A price list from JSON. Throws a `ConfigError` that names every fault of the file at once. */
export function readPrices(text: string, file = "prices.json"): PriceList {
  const messages: string[] = [];
  const content = parse(text, (message) => messages.push(message));
  if (messages.length === 0 && !isWhole(content, (message) => messages.push(message)) && messages.length === 0)
    messages.push("the file must hold regions, prices and allowances");
  if (messages.length > 0)
    throw new ConfigError(messages.map((message) => ({ severity: "error", code: "PRICES", message, file })));
  return content as PriceList;
}

function parse(text: string, says: Says): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return says("the file must be JSON");
  }
}

/** Says what is wrong, and whether all is well. Nothing beyond what is expected is let through either. */
function isWhole(content: unknown, says: Says): content is PriceList {
  if (!isTable(content)) return false;
  const { regions, prices, allowances } = content;
  const named: readonly string[] = PRICE_NAMES;
  if (!Array.isArray(regions) || regions.length === 0 || !regions.every((region) => typeof region === "string"))
    says("regions must be a list of region names");
  if (!isTable(prices) || !isTable(allowances)) return false;
  for (const name of named) if (!Object.hasOwn(prices, name)) says(`price ${name} is missing`);
  for (const [name, price] of Object.entries(prices)) {
    if (!named.includes(name)) says(`price ${name} is none that the model uses: remove it`);
    checkPrice(price, `price ${name}`, says);
  }
  for (const [name, allowance] of Object.entries(allowances)) checkAllowance(allowance, `allowance ${name}`, says);
  return true;
}

function checkPrice(price: unknown, what: string, says: Says): void {
  if (!isTable(price)) return void says(`${what} must be a table`);
  checkRate(price, what, says);
  checkProvenance(price, what, says);
  field(price, "per", what, when.positive, says);
  field(price, "unit", what, when.text, says);
  if (!Array.isArray(price["tiers"])) return void says(`${what}: tiers must be a list, [] where there are none`);
  let last = 0;
  for (const tier of price["tiers"]) {
    const above = isTable(tier) ? tier["above"] : undefined;
    if (!isTable(tier) || typeof above !== "number" || !(above > last))
      return void says(`${what}: each tier must say above which amount it begins, more than the tier before`);
    last = above;
    checkRate(tier, `${what}, above ${above}`, says);
  }
}

function checkRate(rate: Readonly<Record<string, unknown>>, what: string, says: Says): void {
  const { value, low = value, high = value } = rate;
  const amounts = [low, value, high].every((amount) => when.amount.holds(amount));
  if (!amounts || Number(low) > Number(value) || Number(value) > Number(high))
    says(`${what}: value must be an amount of at least 0, and low and high, where they are there, around it`);
}

function checkProvenance(entry: Readonly<Record<string, unknown>>, what: string, says: Says): void {
  field(entry, "date", what, when.date, says);
  field(entry, "source", what, when.text, says);
  field(entry, "mark", what, when.mark, says);
  field(entry, "note", what, when.text, says);
}

function checkAllowance(allowance: unknown, what: string, says: Says): void {
  if (!isTable(allowance)) return void says(`${what} must be a table`);
  const { covers } = allowance;
  const named: readonly unknown[] = PRICE_NAMES;
  if (!Array.isArray(covers) || covers.length === 0 || !covers.every((name) => named.includes(name)))
    says(`${what}: covers must be a list of prices`);
  field(allowance, "amount", what, when.positive, says);
  checkProvenance(allowance, what, says);
}
