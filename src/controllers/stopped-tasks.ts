import type { Aws } from '../aws/aws.ts';
import { AwsUnavailable } from '../aws/errors.ts';
import { describeTasks, listTasks } from '../aws/tasks.ts';
import {
  endStatuses,
  type Deployment,
  type ServiceEvent,
  type Snapshot,
  type StoppedTask,
} from '../model/deployment.ts';
import { seconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';

// A task that dies after RUNNING is counted by nobody (roadmap#1206), so we look from time to time without being told.
const lookAnyway = seconds(20);
const notMoreOftenThan = seconds(5);

export interface Evidence {
  readonly stoppedTasks: readonly StoppedTask[];
  readonly evidenceMissing?: string;
}

/**
 * Collects the new revision's stopped tasks while waiting: AWS forgets them after about an hour. It reads when AWS counts
 * a new failure, when tasks are missing for a while, and once at a bad end. Failing to read never fails a look.
 */
export class StoppedTasks {
  readonly #aws: Aws;
  readonly #deployment: Deployment;
  readonly #seen = new Set<string>();
  #readAt = Number.NEGATIVE_INFINITY;
  #failedTasks = 0;
  #hasReadEnd = false;
  #started = 0;

  constructor(aws: Aws, deployment: Deployment) {
    this.#aws = aws;
    this.#deployment = deployment;
  }

  async newSince(snapshot: Snapshot, options: { attempts: number; signal?: AbortSignal }): Promise<Evidence> {
    if (!this.#isWorthReading(snapshot)) return { stoppedTasks: [] };
    this.#readAt = this.#aws.clock.now();
    try {
      const { service } = this.#deployment;
      const owner = ownerOf(snapshot);
      const arns = (await listTasks(this.#aws, service, 'STOPPED', options)).filter(
        (arn) => !this.#seen.has(arn),
      );
      const tasks = await describeTasks(this.#aws, service.cluster, arns, options);
      for (const { arn } of tasks) this.#seen.add(arn);
      this.#failedTasks = snapshot.failedTasks;
      this.#hasReadEnd = endStatuses.has(snapshot.status);
      return {
        stoppedTasks: tasks.filter(({ startedBy }) => startedBy === owner).map(({ stopped }) => stopped),
      };
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof AwsUnavailable) return { stoppedTasks: [] };
      if (error instanceof EcsdeployError) return { stoppedTasks: [], evidenceMissing: error.message };
      throw error;
    }
  }

  #isWorthReading(snapshot: Snapshot): boolean {
    if (ownerOf(snapshot) === undefined) return false;
    this.#started += startedTasks(snapshot.events);
    if (snapshot.status === 'gone' || snapshot.status === 'successful') return false;
    if (endStatuses.has(snapshot.status)) return !this.#hasReadEnd;
    const since = this.#aws.clock.now() - this.#readAt;
    if (since < notMoreOftenThan) return false;
    const { requested, running } = snapshot.target;
    if (snapshot.failedTasks > this.#failedTasks || this.#started > requested) {
      this.#started = requested;
      return true;
    }
    const isStarting = snapshot.at - this.#deployment.createdAt < lookAnyway;
    return running < requested && !isStarting && since >= lookAnyway;
  }
}

/** What a task of the new revision has in `startedBy`: the task set under CodeDeploy, which is not there from the start. */
function ownerOf({ deployment }: Snapshot): string | undefined {
  return deployment.codeDeploy === undefined ? deployment.deploymentId : deployment.taskSet;
}

/**
 * How many tasks the service says it has started. More than were asked for means that some have died: only a hint where to
 * look, never a verdict, since AWS drops events that repeat.
 */
function startedTasks(events: readonly ServiceEvent[]): number {
  return events.reduce(
    (sum, { message }) => sum + Number(/has started (\d+) tasks/.exec(message)?.[1] ?? 0),
    0,
  );
}
