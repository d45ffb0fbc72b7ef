# What a program with Google's client for Python does: told as lines of JSON, one for each thing that it has seen.

import json
import sys
from concurrent.futures import TimeoutError as StillOpen
from threading import Event, Lock

from google.api_core.exceptions import AlreadyExists, NotFound
from google.cloud import pubsub_v1
from google.pubsub_v1.types import Encoding, Schema

PROJECT = sys.argv[1]
publisher = pubsub_v1.PublisherClient(
    publisher_options=pubsub_v1.types.PublisherOptions(enable_message_ordering=True)
)
subscriber = pubsub_v1.SubscriberClient()
topic = publisher.topic_path(PROJECT, "orders")


def tell(**seen):
    print(json.dumps(seen), flush=True)


def subscription(name, **fields):
    path = subscriber.subscription_path(PROJECT, name)
    subscriber.create_subscription(request={"name": path, "topic": topic, **fields})
    return path


def consume(path, count, answer):
    """What came, in order, until there were so many."""
    seen, lock, done = [], Lock(), Event()

    def take(message):
        with lock:
            seen.append(message)
        answer(message)
        if len(seen) >= count:
            done.set()

    stream = subscriber.subscribe(path, callback=take)
    done.wait(30)
    stream.cancel()
    try:
        stream.result(timeout=10)
    except StillOpen:
        tell(open=path)
    return seen


publisher.create_topic(request={"name": topic})
try:
    publisher.create_topic(request={"name": topic})
except AlreadyExists:
    tell(refused="AlreadyExists")
try:
    publisher.get_topic(request={"topic": topic + "-none"})
except NotFound:
    tell(refused="NotFound")

plain = subscription("plain", filter='attributes.kind = "sale"')
ordered = subscription("ordered", enable_message_ordering=True)
once = subscription("once", enable_exactly_once_delivery=True)

futures = [publisher.publish(topic, str(n).encode(), ordering_key="k", kind="sale") for n in range(200)]
futures.append(publisher.publish(topic, b"other", kind="gift"))
tell(published=len({future.result(timeout=30) for future in futures}))

tell(plain=sorted(int(m.data) for m in consume(plain, 200, lambda m: m.ack())) == list(range(200)))
keyed = [int(m.data) for m in consume(ordered, 201, lambda m: m.ack()) if m.ordering_key == "k"]
tell(ordered=keyed == list(range(200)))
told = []
pulled = subscriber.pull(request={"subscription": once, "max_messages": 1}).received_messages
subscriber.acknowledge(request={"subscription": once, "ack_ids": [pulled[0].ack_id]})
rest = consume(once, 200, lambda m: told.append(m.ack_with_response()))
tell(once=sorted({str(each.result(timeout=20)) for each in told}), all=len({m.message_id for m in rest}))

schemas = pubsub_v1.SchemaServiceClient()
parent = f"projects/{PROJECT}"
shape = Schema(type_=Schema.Type.AVRO, definition='{"type":"record","name":"A","fields":[{"name":"n","type":"int"}]}')
made = schemas.create_schema(request={"parent": parent, "schema": shape, "schema_id": "shape"})
schemas.validate_message(request={"parent": parent, "name": made.name, "message": b'{"n":1}', "encoding": Encoding.JSON})
tell(schema=made.name)
snapshot = subscriber.snapshot_path(PROJECT, "now")
subscriber.create_snapshot(request={"name": snapshot, "subscription": plain})
subscriber.seek(request={"subscription": plain, "snapshot": snapshot})
tell(snapshot=subscriber.get_snapshot(request={"snapshot": snapshot}).topic == topic)
publisher.delete_topic(request={"topic": topic})
tell(end=True)
