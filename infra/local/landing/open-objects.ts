// The object that a landing writes to now: its messages lie in a database, safe from the first one on, until it is whole.

import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "./database.ts";
import type { Kept } from "./object-form.ts";
import { attributesOf, type Taken } from "./taken.ts";

/** The open object of one subscription. */
export interface OpenObjects {
  /** All or none of them; opens an object, which is called as `name` says, where there is none. */
  add(messages: readonly Taken[], name: () => string): void;
  current(): { readonly name: string; readonly openedAtMs: number } | undefined;
  /** The bytes of its bodies. */
  bytes(): number;
  messages(): Iterable<Kept>;
  /** It is written, and forgotten here. */
  finished(): void;
  /** Of this run and of earlier ones: `messages` also of the open object, `objects` only whole ones. */
  written(): { readonly messages: number; readonly objects: number };
  isOpen(): boolean;
  close(): void;
}

const TABLES = `
  create table if not exists written (subscription text primary key, messages integer not null, objects integer not null) strict;
  create table if not exists object (subscription text primary key, name text not null, opened_at_ms integer not null) strict;
  create table if not exists message (id integer primary key, subscription text not null, message_id text not null,
    published_at_micros integer not null, attributes text not null, body blob not null) strict`;

/** Of a subscription, by its full name. */
export function openObjects(file: string, subscription: string): OpenObjects {
  const { sql, all, close } = openDatabase(file);
  sql.exec(TABLES);
  const { find, open, insert, size, count, forget } = writing(sql);
  const { messages, written } = reading(sql, subscription);
  const current = () => {
    const found = find.get(subscription);
    return found && { name: String(found["name"]), openedAtMs: Number(found["opened_at_ms"]) };
  };
  let bytes = Number(size.get(subscription)?.["bytes"]);
  let last: ReturnType<typeof written> | undefined;
  return {
    add(taken, name) {
      if (taken.length === 0) return;
      all(() => {
        if (current() === undefined) open.run(subscription, name(), Date.now());
        for (const each of taken) insert.run(subscription, ...rowOf(each));
        count.run(subscription, taken.length, 0);
      });
      bytes += taken.reduce((total, { body }) => total + body.byteLength, 0);
    },
    current,
    bytes: () => bytes,
    messages,
    finished() {
      all(() => {
        for (const each of forget) each.run(subscription);
        count.run(subscription, 0, 1);
      });
      bytes = 0;
    },
    written: () => last ?? written(),
    isOpen: () => sql.isOpen,
    close() {
      last ??= written();
      close();
    },
  };
}

const rowOf = (taken: Taken) => {
  const { messageId, publishedAtMicros, body } = taken;
  return [messageId, publishedAtMicros, JSON.stringify(attributesOf(taken)), body] as const;
};

const writing = (sql: DatabaseSync) => ({
  find: sql.prepare("select name, opened_at_ms from object where subscription = ?"),
  open: sql.prepare("insert into object values (?, ?, ?)"),
  insert: sql.prepare(`insert into message (subscription, message_id, published_at_micros, attributes, body)
    values (?, ?, ?, ?, ?)`),
  size: sql.prepare("select coalesce(sum(length(body)), 0) as bytes from message where subscription = ?"),
  count: sql.prepare(`insert into written values (?, ?, ?) on conflict (subscription) do update
    set messages = messages + excluded.messages, objects = objects + excluded.objects`),
  forget: ["message", "object"].map((table) => sql.prepare(`delete from ${table} where subscription = ?`)),
});

function reading(sql: DatabaseSync, subscription: string) {
  const list = sql.prepare("select * from message where subscription = ? order by id");
  const sum = sql.prepare("select messages, objects from written where subscription = ?");
  return {
    *messages(): Generator<Kept> {
      for (const found of list.iterate(subscription))
        yield {
          messageId: String(found["message_id"]),
          publishedAtMicros: Number(found["published_at_micros"]),
          attributes: JSON.parse(String(found["attributes"])) as Readonly<Record<string, string>>,
          body: found["body"] as Uint8Array,
        };
    },
    written() {
      const { messages = 0, objects = 0 } = sum.get(subscription) ?? {};
      return { messages: Number(messages), objects: Number(objects) };
    },
  };
}
