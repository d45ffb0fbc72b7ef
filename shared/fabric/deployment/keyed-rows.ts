// The step that makes a row replace the one of its key: run by Pub/Sub itself, on the way into a table.

/**
 * A function for Pub/Sub's message transforms (https://docs.cloud.google.com/pubsub/docs/smts/udfs-overview), in the plain
 * JavaScript that runs there. It says `_CHANGE_TYPE` UPSERT, unless the body says it itself, and in
 * `_CHANGE_SEQUENCE_NUMBER` which change is the newer one: when the message was first sent, as its header says, then when
 * it was published; so an old message that comes again replaces nothing newer. The body's own text stays as it is, since
 * reading and writing it would round large numbers. Throws for a body that is no JSON object, which ends as a dead letter:
 * https://cloud.google.com/bigquery/docs/change-data-capture
 */
export const KEYED_ROWS = `function keyedRow(message, metadata) {
  var row = JSON.parse(message.data);
  if (row === null || typeof row !== "object" || Array.isArray(row)) throw new Error("a row must be an object");
  if (row._CHANGE_TYPE !== undefined) return message;
  var attributes = message.attributes || {};
  var header = attributes.hopspan || "";
  for (var at = 1; attributes["hopspan." + at] !== undefined; at++) header += attributes["hopspan." + at];
  var sent = header.indexOf('{"v":') === 0 ? /,"s":(\\d+)/.exec(header) : null;
  var published = Date.parse(metadata.publish_time) || 0;
  var sequence = (sent === null ? published : Number(sent[1])).toString(16) + "/" + published.toString(16);
  var change = '"_CHANGE_TYPE":"UPSERT","_CHANGE_SEQUENCE_NUMBER":"' + sequence + '"';
  var open = message.data.indexOf("{") + 1;
  var rest = message.data.slice(open);
  var comma = Object.keys(row).length === 0 ? "" : ",";
  return { data: message.data.slice(0, open) + change + comma + rest, attributes: attributes };
}
`;

/** The name of the function in it. */
export const KEYED_ROWS_NAME = "keyedRow";
