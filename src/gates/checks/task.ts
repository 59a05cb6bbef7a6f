import { listStoppedTasksOfFamily, listTasksStartedBy, stopTask } from '../../aws/run-task.ts';
import { requireService } from '../../aws/services.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import { describeTasks, type TaskState } from '../../aws/tasks.ts';
import { minutes, seconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { Measurement, TaskCheck } from '../../model/gate.ts';
import type { LeftTask } from '../../model/left-task.ts';
import type { GateContext } from '../gate-context.ts';
import type { GateSubject } from '../subject.ts';
import { hasEnded, isBeingCut, judgeTaskEnd } from './task-end.ts';
import { TaskLog } from './task-log.ts';
import { startTask } from './task-start.ts';
import { containerToRun, essentialBeside, orderOf, startedByOf, type GateTask } from './task-order.ts';

type Context = Pick<GateContext, 'aws' | 'clock' | 'report' | 'interrupt'>;

const lookEvery = seconds(5);
/** AWS may not show at once what it has just started. */
const shownWithin = minutes(1);
/** SIGTERM, 30 seconds (120 at most, `stopTimeout`), SIGKILL, and the network interface. */
const stoppedWithin = minutes(3);

/**
 * Runs the new revision once and judges by its exit code, while its log is reported line by line. A task that the same gate has left
 * running (a killed process, an interruption) is followed, and none is started beside it. One that is not done in its time is stopped,
 * which is bad. An interruption leaves it running, and says so: half a migration is worse than a whole one.
 * @param gate its name
 * @throws what `call` throws, or the interruption's reason
 */
export async function runTaskCheck(
  context: Context,
  check: TaskCheck,
  subject: GateSubject,
  gate: string,
): Promise<Measurement> {
  const { aws, clock, interrupt } = context;
  const at = clock.now();
  const { definition } = await requireTaskDefinition(aws, subject.taskDefinition);
  const container = containerToRun(check, definition);
  if (container.kind === 'unclear') return { kind: 'error', at, error: container.error };
  const wanted: GateTask = { gate, check, container: container.name, subject };
  const { cluster } = subject.service;
  const startedBy = startedByOf(wanted);
  const left: LeftTask = { gate, region: subject.region, cluster, startedBy };
  let [task] = await listTasksStartedBy(aws, cluster, startedBy, { signal: interrupt });
  if (task === undefined) {
    const stopping = await findStopping(context, wanted, definition.family);
    if (stopping !== undefined)
      return { kind: 'error', at, error: `task ${stopping.arn} of an earlier run is still being stopped` };
    const where = await requireService(aws, subject.service);
    interrupt.throwIfAborted();
    const start = await startTask(context, orderOf(wanted, where, at));
    if (start.kind === 'not-started') return { kind: 'error', at, error: start.why };
    if (start.kind === 'unknown') {
      if (interrupt.aborted) tellLeft(context, left);
      interrupt.throwIfAborted();
      return { kind: 'error', at, error: `${start.error}; nor does it show a task started by ${startedBy}` };
    }
    task = start.task;
  }
  const log = new TaskLog(context, { gate, definition, container: container.name, task, check });
  const beside = essentialBeside(container.name, definition);
  const followed: Followed = { at, cluster, task, container: container.name, beside, check, log };
  try {
    return await follow(context, followed);
  } catch (error) {
    if (interrupt.aborted) {
      tellLeft(context, { ...left, task, ...(followed.isStopping === true ? { isStopping: true } : {}) });
    }
    throw error;
  }
}

function tellLeft({ report }: Context, left: LeftTask): void {
  report({ type: 'warning', warning: { kind: 'task-left-running', ...left } });
}

/** A task of the same gate that is told to stop, and whose container still runs: AWS lists it no more among those that run. */
async function findStopping(
  { aws, interrupt: signal }: Context,
  wanted: GateTask,
  family: string,
): Promise<TaskState | undefined> {
  const { cluster } = wanted.subject.service;
  const arns = await listStoppedTasksOfFamily(aws, cluster, family, { signal });
  const found = arns.length === 0 ? [] : await describeTasks(aws, cluster, arns, { signal });
  const startedBy = startedByOf(wanted);
  return found.find((task) => task.startedBy === startedBy && isBeingCut(task, wanted.container));
}

interface Followed {
  readonly at: number;
  readonly cluster: string;
  readonly task: string;
  readonly container: string;
  /** Names of the others that the task cannot do without. */
  readonly beside: readonly string[];
  readonly check: Pick<TaskCheck, 'timeout'>;
  readonly log: TaskLog;
  /** AWS has taken the order to stop it. */
  isStopping?: true;
}

async function follow(context: Context, followed: Followed): Promise<Measurement> {
  const { clock, interrupt } = context;
  const { at, task, container, beside, check, log } = followed;
  const since = clock.now();
  /** From when on it is given up; later once it was told to stop. */
  let deadline = since + check.timeout;
  let isTooLate = false;
  let state: TaskState | undefined;
  let wasCut = false;
  for (;;) {
    const look = await lookOnce(context, followed);
    state = look.state ?? state;
    if (state !== undefined && hasStarted(state)) await log.readOn();
    if (state !== undefined && hasEnded(state, container)) break;
    wasCut ||= state !== undefined && isBeingCut(state, container);
    if (look.kind === 'missing' && clock.now() >= since + shownWithin) {
      return { kind: 'error', at, error: `AWS no longer shows task ${task}` };
    }
    if (clock.now() >= deadline) {
      if (isTooLate && look.kind === 'failed') throw look.error;
      if (isTooLate) return { kind: 'error', at, error: `task ${task} was told to stop, and does not` };
      isTooLate = true;
      deadline = clock.now() + stoppedWithin;
      await stopOrWarn(context, followed, `ecsdeploy: not done after ${check.timeout / 1_000} s`);
    }
    await clock.sleep(lookEvery, interrupt);
  }
  // The log driver sends its lines a little later than ECS tells the end.
  if (state.lastStatus !== 'STOPPED') {
    await clock.sleep(lookEvery, interrupt);
    await log.readOn();
  }
  const measurement = judgeTaskEnd({ at, task: state, container, beside, wasCut, lastLine: log.lastLine });
  // Containers beside the one that counts do not end by themselves.
  if (state.desiredStatus !== 'STOPPED') {
    await stopOrWarn(context, followed, `ecsdeploy: container ${container} has ended`);
  }
  return isTooLate && !hasStarted(state) ? neverRan(measurement, at) : measurement;
}

/** What the task has told stays told, whether it can be stopped or not: an error here would have it run again. */
async function stopOrWarn(context: Context, followed: Followed, reason: string): Promise<void> {
  const { aws, report, interrupt } = context;
  const { cluster, task } = followed;
  try {
    await stopTask(aws, cluster, task, reason, { signal: interrupt });
    followed.isStopping = true;
  } catch (error) {
    interrupt.throwIfAborted();
    if (!(error instanceof EcsdeployError)) throw error;
    report({ type: 'warning', warning: { kind: 'task-not-stopped', task, error: error.message } });
  }
}

type Look =
  | { readonly kind: 'seen'; readonly state: TaskState; readonly error?: undefined }
  | { readonly kind: 'missing'; readonly state?: undefined; readonly error?: undefined }
  | { readonly kind: 'failed'; readonly state?: undefined; readonly error: EcsdeployError };

/** A look that fails is followed by the next one: the task goes on, and a second one must not be started for that. */
async function lookOnce({ aws, interrupt }: Context, { cluster, task }: Followed): Promise<Look> {
  try {
    const [state] = await describeTasks(aws, cluster, [task], { signal: interrupt });
    return state === undefined ? { kind: 'missing' } : { kind: 'seen', state };
  } catch (error) {
    interrupt.throwIfAborted();
    if (!(error instanceof EcsdeployError)) throw error;
    return { kind: 'failed', error };
  }
}

/** Its containers run, or have run. */
function hasStarted({ stopped }: TaskState): boolean {
  return stopped.startedAt !== undefined || stopped.containers.some(({ exitCode }) => exitCode !== undefined);
}

/** Its time was over before anything of the revision ran: AWS had no place for it in time, which is not bad. */
function neverRan(measurement: Measurement, at: number): Measurement {
  const failed = measurement.kind === 'fail' && measurement.because.kind === 'task-exit';
  const text = failed ? (measurement.because.text ?? 'the task did not start in time') : undefined;
  return text === undefined ? measurement : { kind: 'error', at, error: text };
}
