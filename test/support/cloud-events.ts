// The events of CloudEvents' own conformance tests, valid ones and others: what every part that reads events is held against.

export const core = { specversion: "1.0", id: "e-1", type: "shop.paid", source: "/shop" };
export const ce = { "ce-specversion": "1.0", "ce-id": "e-1", "ce-type": "shop.paid", "ce-source": "/shop" };

type Case = readonly [title: string, event: object, attributes: Readonly<Record<string, string>>, data: string];

/** A title, the event in JSON, what its attributes are in binary mode, and its data. */
export const VALID: readonly Case[] = [
  ["a minimal event", core, ce, ""],
  ["nulls for optional attributes", { ...core, subject: null, time: null, datacontenttype: null }, ce, ""],
  [
    "all core attributes",
    {
      ...core,
      datacontenttype: "text/plain",
      dataschema: "https://a.example/s",
      subject: "s",
      time: "2018-04-05T17:31:00Z",
    },
    {
      ...ce,
      "content-type": "text/plain",
      "ce-dataschema": "https://a.example/s",
      "ce-subject": "s",
      "ce-time": "2018-04-05T17:31:00Z",
    },
    "",
  ],
  [
    "a time to the nanosecond",
    { ...core, time: "2018-04-05T17:31:00.123456789Z" },
    { ...ce, "ce-time": "2018-04-05T17:31:00.123456789Z" },
    "",
  ],
  [
    "a time east of Greenwich",
    { ...core, time: "2018-04-05T18:31:00+01:00" },
    { ...ce, "ce-time": "2018-04-05T18:31:00+01:00" },
    "",
  ],
  [
    "a time west of Greenwich",
    { ...core, time: "2018-04-05T16:31:00-01:00" },
    { ...ce, "ce-time": "2018-04-05T16:31:00-01:00" },
    "",
  ],
  ["a relative source", { ...core, source: "#part" }, { ...ce, "ce-source": "#part" }, ""],
  [
    "text",
    { ...core, datacontenttype: "text/plain", data: "Some text" },
    { ...ce, "content-type": "text/plain" },
    "Some text",
  ],
  [
    "extensions of every type",
    {
      ...core,
      extinteger: 10,
      extboolean: true,
      extstring: "t",
      exttimestamp: "2023-03-31T15:12:00Z",
      extbinary: "TWE=",
    },
    {
      ...ce,
      "ce-extinteger": "10",
      "ce-extboolean": "true",
      "ce-extstring": "t",
      "ce-exttimestamp": "2023-03-31T15:12:00Z",
      "ce-extbinary": "TWE=",
    },
    "",
  ],
  ["JSON data", { ...core, data: { a: 1 } }, { ...ce, "content-type": "application/json" }, '{"a":1}'],
  ["a JSON text", { ...core, data: "text" }, { ...ce, "content-type": "application/json" }, '"text"'],
  ["a JSON null", { ...core, data: null }, { ...ce, "content-type": "application/json" }, "null"],
  [
    "data of a +json type",
    { ...core, datacontenttype: "application/x+json; v=1", data: [1] },
    { ...ce, "content-type": "application/x+json; v=1" },
    "[1]",
  ],
  [
    "binary data",
    { ...core, datacontenttype: "image/png", data_base64: "AQID" },
    { ...ce, "content-type": "image/png" },
    "\x01\x02\x03",
  ],
];

/** A title, and an event that must come out of any number of hops as it went in, member by member. */
export const ODD: readonly (readonly [title: string, event: object])[] = [
  ["bytes of no type that look like text", { ...core, data_base64: "AAEC" }],
  ["bytes of no type that are no text", { ...core, data_base64: "/wA=" }],
  ["bytes of no type that are JSON", { ...core, data_base64: "MQ==" }],
  ["bytes of a JSON type that are JSON", { ...core, datacontenttype: "application/json", data_base64: "MQ==" }],
  ["bytes of a JSON type that are none", { ...core, datacontenttype: "application/json", data_base64: "AAEC" }],
  ["bytes of a text type", { ...core, datacontenttype: "text/plain", data_base64: "YQ==" }],
  ["no bytes", { ...core, data_base64: "" }],
  ["no bytes of a JSON type", { ...core, datacontenttype: "application/json", data_base64: "" }],
  ["no text", { ...core, datacontenttype: "text/plain", data: "" }],
  ["text of a type that has bytes", { ...core, datacontenttype: "application/pdf", data: "%PDF" }],
  ["an empty JSON text", { ...core, datacontenttype: "application/json", data: "" }],
  ["a JSON type without data", { ...core, datacontenttype: "application/json" }],
  ["half a character in a JSON text", { ...core, datacontenttype: "application/json", data: "a\ud800b" }],
  ["a leap second", { ...core, time: "2016-12-31T23:59:60Z" }],
  ["a leap second in the west", { ...core, time: "1990-12-31T15:59:60.5-08:00" }],
];

const without = (name: string) => Object.fromEntries(Object.entries(core).filter(([each]) => each !== name));

/** A title, and what is no event. */
export const INVALID: readonly (readonly [title: string, event: unknown])[] = [
  ["no specversion", without("specversion")],
  ["no id", without("id")],
  ["no type", without("type")],
  ["no source", without("source")],
  ["a time that is none", { ...core, time: "lunchtime" }],
  ["a time without seconds", { ...core, time: "2018-04-05T18:31Z" }],
  ["a zone of one letter", { ...core, time: "2018-04-05T18:31:00X" }],
  ["a zone out of range", { ...core, time: "2018-04-05T18:31:00+25:00" }],
  ["a zone without numbers", { ...core, time: "2018-04-05T18:31:00+xx:00" }],
  ["a zone of hours alone", { ...core, time: "2018-04-05T18:31:00+05" }],
  ["an empty id", { ...core, id: "" }],
  ["an empty type", { ...core, type: "" }],
  ["an empty source", { ...core, source: "" }],
  ["an empty specversion", { ...core, specversion: "" }],
  ["an unknown specversion", { ...core, specversion: "0.9" }],
  ["a content type that is none", { ...core, datacontenttype: "xyz" }],
  ["an empty content type", { ...core, datacontenttype: "" }],
  ["an empty schema", { ...core, dataschema: "" }],
  ["an empty subject", { ...core, subject: "" }],
  ["a number for an id", { ...core, id: 25 }],
  ["an object for an id", { ...core, id: { a: 1 } }],
  ["capitals in a name", { ...core, MyExtension: "bad" }],
  ["a point in a name", { ...core, "my.extension": "bad" }],
  ["a fraction for an extension", { ...core, ext: 1.5 }],
  ["a number beyond 32 bits", { ...core, ext: 2 ** 31 }],
  ["data twice", { ...core, data: "text", data_base64: "AQID" }],
  ["base64 that is none", { ...core, data_base64: "!" }],
  ["data that is no text, of a text type", { ...core, datacontenttype: "text/plain", data: { a: 1 } }],
  ["half a character in text", { ...core, datacontenttype: "text/plain", data: "a\ud800b" }],
  ["half a character in an attribute", { ...core, subject: "a\udc00" }],
  ["a second that no day has", { ...core, time: "2016-12-31T22:59:60Z" }],
  ["a leap second within a month", { ...core, time: "2016-12-30T23:59:60Z" }],
  ["data that is an event", { ...core, datacontenttype: "application/cloudevents+json; charset=utf-8", data: core }],
  ["no object", "event"],
];
