import { describe, expect, it } from "vitest";
import { aDraft, aFifoDraft, anEngine, aQueue, faultOf } from "./an-engine.ts";

function aFifoQueue(count: number) {
  const world = anEngine();
  const queue = aQueue(world, "q.fifo");
  for (let n = 0; n < count; n++) world.engine.send(queue, aFifoDraft("g", `${n}`));
  const receive = (attemptId?: string, limit = 10) =>
    world.engine.receive(queue, { limit, ...(attemptId === undefined ? {} : { attemptId }) });
  return { ...world, queue, receive };
}

describe("receive attempts", () => {
  it("give the same messages and handles again, hidden anew, with no receive counted", () => {
    const { engine, queue, receive, pass } = aFifoQueue(3);
    const first = receive("a", 2);
    pass(20);
    expect(receive("a", 2)).toEqual(first);
    pass(20);
    expect(receive()).toEqual([]);
    pass(10);
    expect(receive().map(({ receiveCount }) => receiveCount)).toEqual([2, 2, 1]);
    expect(engine.counts(queue).inFlight).toBe(3);
  });

  it("start anew under another id, after five minutes, and where the messages are visible again", () => {
    const { engine, queue, receive, pass } = aFifoQueue(1);
    const [first] = receive("a");
    expect(receive("b")).toEqual([]);
    pass(30);
    const [second] = receive("a");
    expect([first?.receiveCount, second?.receiveCount]).toEqual([1, 2]);
    engine.changeVisibility(queue, second?.receiptHandle ?? "", 3600);
    pass(300);
    expect(receive("a")).toEqual([]);
  });

  it("are over once a message was deleted or had its visibility changed", () => {
    const { engine, queue, receive, pass } = aFifoQueue(2);
    const [first] = receive("a", 1);
    engine.changeVisibility(queue, first?.receiptHandle ?? "", 60);
    expect(faultOf(() => receive("a"))).toBe("InvalidParameterValue");
    pass(60);
    const [again] = receive("b", 1);
    engine.deleteMessage(queue, again?.receiptHandle ?? "");
    expect(faultOf(() => receive("b"))).toBe("InvalidParameterValue");
    expect(receive("c")).toHaveLength(1);
  });

  it("never hide a message for more than twelve hours", () => {
    const { engine, queue, receive, pass } = aFifoQueue(1);
    const hide = { limit: 1, attemptId: "a", visibilityTimeoutSeconds: 43_200 };
    engine.receive(queue, hide);
    pass(200);
    engine.receive(queue, hide);
    pass(43_000);
    expect(receive()).toHaveLength(1);
  });

  it("are for FIFO queues, and have ids of 1 to 128 printable characters", () => {
    const world = aFifoQueue(1);
    const standard = aQueue(world, "q");
    world.engine.send(standard, aDraft());
    for (const attemptId of ["", "a b", "é", "x".repeat(129)])
      expect(faultOf(() => world.receive(attemptId))).toBe("InvalidParameterValue");
    expect(faultOf(() => world.engine.receive(standard, { limit: 1, attemptId: "a" }))).toBe("InvalidParameterValue");
    expect(world.receive("x".repeat(128))).toHaveLength(1);
  });
});
