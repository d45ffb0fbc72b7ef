import { describe, expect, it } from "vitest";
import { aDraft, anEngine, aQueue, faultOf } from "./an-engine.ts";

function aReceived() {
  const world = anEngine();
  const queue = aQueue(world);
  world.engine.send(queue, aDraft());
  const receive = () => world.engine.receive(queue, { limit: 1 })[0]?.receiptHandle ?? "";
  return { ...world, queue, receive, handle: receive() };
}

describe("deleteMessage", () => {
  it("removes a message that is visible again, by the handle of its latest receive", () => {
    const { engine, queue, handle, pass } = aReceived();
    pass(31);
    engine.deleteMessage(queue, handle);
    expect(engine.counts(queue)).toMatchObject({ deleted: 1, visible: 0, inFlight: 0 });
  });

  it("does nothing by an earlier handle, or for a message that is gone", () => {
    const { engine, queue, handle, receive, pass } = aReceived();
    pass(31);
    const latest = receive();
    engine.deleteMessage(queue, handle);
    expect(engine.counts(queue)).toMatchObject({ deleted: 0, inFlight: 1 });
    engine.deleteMessage(queue, latest);
    engine.deleteMessage(queue, latest);
    expect(engine.counts(queue)).toMatchObject({ deleted: 1, inFlight: 0 });
  });

  it("refuses a handle that no queue of this name gave out", () => {
    const { engine, queue, handle, ...world } = aReceived();
    aQueue({ engine, ...world }, "other");
    expect(faultOf(() => engine.deleteMessage("other", handle))).toBe("ReceiptHandleIsInvalid");
    expect(faultOf(() => engine.deleteMessage(queue, "nonsense"))).toBe("ReceiptHandleIsInvalid");
  });
});

describe("changeVisibility", () => {
  it("counts anew from now, and shows at once with 0", () => {
    const { engine, queue, handle, receive, pass } = aReceived();
    pass(20);
    engine.changeVisibility(queue, handle, 60);
    pass(59);
    expect(receive()).toBe("");
    engine.changeVisibility(queue, handle, 0);
    expect(receive()).not.toBe("");
  });

  it("refuses what is not in flight, what is gone, and more than twelve hours in all", () => {
    const { engine, queue, handle, pass } = aReceived();
    expect(faultOf(() => engine.changeVisibility(queue, handle, 43_201))).toBe("InvalidParameterValue");
    pass(1);
    expect(faultOf(() => engine.changeVisibility(queue, handle, 43_200))).toBe("InvalidParameterValue");
    pass(30);
    expect(faultOf(() => engine.changeVisibility(queue, handle, 1))).toBe("MessageNotInflight");
    engine.deleteMessage(queue, handle);
    expect(faultOf(() => engine.changeVisibility(queue, handle, 1))).toBe("InvalidParameterValue");
  });
});
