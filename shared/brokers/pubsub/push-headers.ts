// Which headers of an unwrapped push are attributes of its message, and which are those of its transport.

/** As Node gives them: in lower case, several of one name as a list. */
export type PushHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What HTTP needs for itself, and the token of the push, which is a secret: no attribute can have come by these names. */
const OF_HTTP =
  /^(host|connection|keep-alive|proxy-connection|content-length|transfer-encoding|te|trailer|upgrade|expect|authorization|x-serverless-authorization)$/;

/** What Pub/Sub tells of the message, and what Cloud Run's front end tells of the request, whatever else was there. */
const OF_GOOGLE = /^(x-goog-pubsub-.*|x-forwarded-(for|proto)|forwarded|x-cloud-trace-context)$/;

/**
 * What every push has of itself, by name and value: any other value is an attribute's. `content-type` and
 * `content-encoding` are not among them: an unwrapped push has one only where its message has such an attribute.
 */
const OF_EVERY_PUSH: ReadonlyMap<string, RegExp> = new Map([
  ["accept", /^application\/json$/],
  ["accept-encoding", /^gzip, ?deflate, ?br$/],
  ["from", /^noreply@google\.com$/],
  ["user-agent", /^(APIs-Google|CloudPubSub-Google)\b/],
]);

/**
 * Name and value of all headers that may be attributes; several of one name are one, joined by commas. One that says what
 * every push says for itself is not told from that, and left out: docs/wire.md says which.
 */
export function attributeHeaders(headers: PushHeaders): readonly (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value = []]) => {
    if (OF_HTTP.test(name) || OF_GOOGLE.test(name)) return [];
    const usual = OF_EVERY_PUSH.get(name);
    const own = [value].flat().filter((each) => usual === undefined || !usual.test(each));
    return own.length === 0 ? [] : [[name, own.join(", ")] as const];
  });
}
