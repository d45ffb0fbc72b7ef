// The tasks that move messages out of dead-letter queues: which there are, and that they go on as time does.

import type { Directory } from "./directory.ts";
import { SqsFault } from "./fault.ts";
import { SERVICE_LIMITS } from "./limits.ts";
import { advance, type MoveTask, moveTask, nextMoveAt } from "./move-task.ts";
import type { Queue } from "./queue.ts";
import type { World } from "./world.ts";

/** A request to start a task, as it comes. */
export interface MoveRequest {
  readonly sourceArn: string;
  readonly destinationArn?: string;
  readonly perSecond?: number;
}

/** All tasks of an account and region. The latest ten of a queue are remembered, as long as there is the queue. */
export interface Moves {
  /**
   * Throws `ResourceNotFoundException` where a queue is not there, and `InvalidParameterValue` where the source is no queue's
   * dead-letter queue, is moved from already, or is of another type than the destination, or the destination itself.
   */
  start(request: MoveRequest): MoveTask;
  /** Gives how many were moved. Throws `ResourceNotFoundException`, and `InvalidParameterValue` where it does not run. */
  cancel(sourceArn: string, id: string): number;
  /** The latest first. Throws `ResourceNotFoundException`. */
  of(sourceArn: string): readonly MoveTask[];
  /** Moves what is due: to be called before anything that looks at a queue. Costs nothing where no task runs. */
  advance(): void;
  /** When a message is moved next; absent where no task runs. */
  nextAt(): number | undefined;
}

/** No tasks yet. `stir` is called once a task has started: receives that wait have another time to wake at. */
export function moves(queues: Directory, world: World, stir: () => void): Moves {
  const known = new WeakMap<Queue, MoveTask[]>();
  const running = new Set<MoveTask>();
  const find = (arn: string, parameter: string): Queue => {
    const queue = queues.byArn(arn);
    if (queue === undefined)
      throw new SqsFault(
        "ResourceNotFoundException",
        `The resource that you specified for the ${parameter} parameter doesn't exist.`,
      );
    return queue;
  };
  const tasksOf = (arn: string): readonly MoveTask[] => known.get(find(arn, "SourceArn")) ?? [];

  return {
    start({ sourceArn, destinationArn, perSecond }) {
      const source = find(sourceArn, "SourceArn");
      if (destinationArn !== undefined) checkDestination(source, find(destinationArn, "DestinationArn"));
      if (queues.sourcesOf(source.name).length === 0)
        throw refused("Source queue must be configured as a Dead Letter Queue.");
      const earlier = known.get(source) ?? [];
      if (earlier[0]?.status === "RUNNING")
        throw refused(
          "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
        );
      const parts = { ...(destinationArn && { destinationArn }), ...(perSecond && { perSecond }) };
      const task = moveTask({ source, ...parts }, world);
      known.set(source, [task, ...earlier].slice(0, SERVICE_LIMITS.listedMoveTasks));
      if (task.status === "RUNNING") running.add(task);
      stir();
      return task;
    },
    cancel(sourceArn, id) {
      const task = tasksOf(sourceArn).find((each) => each.id === id);
      if (task === undefined) throw new SqsFault("ResourceNotFoundException", "Task does not exist.");
      if (task.status !== "RUNNING") throw refused("Only active tasks can be cancelled.");
      task.status = "CANCELLED";
      running.delete(task);
      return task.moved;
    },
    of: tasksOf,
    advance() {
      for (const task of running) {
        if (queues.byArn(task.source.arn) === task.source) advance(task, world);
        else task.status = "FAILED";
        if (task.status !== "RUNNING") running.delete(task);
      }
    },
    nextAt: () => (running.size === 0 ? undefined : Math.min(...[...running].map(nextMoveAt))),
  };
}

const refused = (message: string): SqsFault => new SqsFault("InvalidParameterValue", message);

function checkDestination(source: Queue, destination: Queue): void {
  if (source === destination) throw refused("Source queue arn and destination queue arn cannot be the same.");
  if (source.isFifo !== destination.isFifo)
    throw refused("Source queue and destination queue must be of the same type.");
}
