import { expect } from "vitest";
import { type Check, docs, refusal, texts } from "./check.ts";

const PAGE = docs("subscription-message-filter#filtering_syntax");
type Run = Parameters<Check["run"]>[0];

/** Messages by their name, and their attributes. */
const MESSAGES: Readonly<Record<string, Record<string, string>>> = {
  com: { domain: "com" },
  org: { domain: "org" },
  company: { domain: "company", lang: "en" },
  other: { lang: "en" },
  odd: { "iana.org/language_tag": "en-GB" },
};

const matching: readonly (readonly [filter: string, names: readonly string[]])[] = [
  ["attributes:domain", ["com", "company", "org"]],
  ['attributes.domain = "com"', ["com"]],
  ['attributes.domain="com"', ["com"]],
  ['attributes."domain" = "com"', ["com"]],
  ['hasPrefix(attributes.domain, "co")', ["com", "company"]],
  ["NOT attributes:domain", ["odd", "other"]],
  ['NOT attributes.domain = "com"', ["company", "odd", "org", "other"]],
  ['attributes:domain AND attributes.domain != "com"', ["company", "org"]],
  ['attributes.domain = "com" OR attributes.domain = "org"', ["com", "org"]],
  ['attributes:domain AND NOT hasPrefix(attributes.domain, "co")', ["org"]],
  ['attributes:lang AND (attributes.domain = "company" OR attributes.domain = "org")', ["company"]],
  ['attributes:"iana.org/language_tag"', ["odd"]],
  ['attributes."iana.org/language_tag" = "en-GB"', ["odd"]],
  ['attributes.domain = "\\u0063om"', ["com"]],
  ['attributes.domain = "\\x63om"', ["com"]],
  ['attributes.domain = "Com"', []],
];

const refused: readonly (readonly [what: string, filter: string])[] = [
  ["a value without quotes", "attributes.domain = com"],
  ["an operator alone", "attributes.domain ="],
  ["a key alone", "attributes.domain"],
  ["something that is not attributes", 'data = "a"'],
  ["AND and OR without parentheses", "attributes:a AND attributes:b OR attributes:c"],
  ["a lower-case operator", "attributes:a and attributes:b"],
  ["an open parenthesis", "(attributes:a"],
  ["an unquoted key with a dot", 'attributes.iana.org = "a"'],
  ["a string without an end", 'attributes.a = "b'],
  ["257 bytes", `attributes:${"a".repeat(246)}`],
];

/** Filters. */
export const filterChecks: readonly Check[] = [
  ...matching.map(([filter, names]) => ({
    name: `the filter ${filter} takes ${names.join(", ") || "none"}`,
    says: PAGE,
    async run({ subscription, publish, pull }: Run) {
      const { topic, subscription: name } = await subscription({ filter });
      const messages = Object.entries(MESSAGES).map(([text, attributes]) => ({ data: Buffer.from(text), attributes }));
      await publish(topic, ...messages);
      expect(texts(await pull(name, names.length + 1)).toSorted()).toEqual(names);
    },
  })),
  ...refused.map(([what, filter]) => ({
    name: `a filter of ${what} is refused`,
    says: PAGE,
    async run({ subscription }: Run) {
      expect(await refusal(subscription({ filter }))).toBe("INVALID_ARGUMENT");
    },
  })),
  {
    name: "a filter of 256 bytes is taken",
    says: docs("subscription-message-filter#create_a_subscription_with_a_filter"),
    async run({ subscription }) {
      await subscription({ filter: `attributes:${"a".repeat(245)}` });
    },
  },
  {
    name: "what a filter leaves out does not hold up its ordering key",
    says: docs("subscription-message-filter"),
    open: "Messages that are left out are acknowledged by the service; so nothing can wait for them.",
    async run({ subscription, publish, pull }) {
      const { topic, subscription: name } = await subscription({ filter: "attributes:a", enableMessageOrdering: true });
      const message = (text: string, attributes: Record<string, string>) => ({
        data: Buffer.from(text),
        attributes,
        orderingKey: "k",
      });
      await publish(topic, message("1", {}), message("2", { a: "" }), message("3", {}), message("4", { a: "" }));
      expect(texts(await pull(name, 4))).toEqual(["2", "4"]);
    },
  },
];
