// JSON inside a message: a text that holds JSON becomes the value, and back.

import { parseJson } from "../../core/json.ts";
import type { CodecPart } from "./codec.ts";
import { jsonOf, textOf, utf8 } from "./forms.ts";

/** Numbers keep their text. */
export const json: CodecPart = {
  options: {},
  create: () => ({
    isText: true,
    parse: (bytes) => ({ json: parseJson(textOf(bytes)).value }),
    serialize: (form) => utf8(JSON.stringify(jsonOf(form))),
  }),
};
