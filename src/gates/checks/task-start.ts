import { listTasksStartedBy, runTask, type TaskOrder, type TaskStart } from '../../aws/run-task.ts';
import { minutes, seconds } from '../../model/duration.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { GateContext } from '../gate-context.ts';

type Context = Pick<GateContext, 'aws' | 'clock' | 'interrupt'>;

/** What came of asking AWS for a task; `unknown`: it may have started one, or may still do so, and does not tell. */
type Asked = TaskStart | { readonly kind: 'unknown'; readonly error: string };

/** Whoever is told to leave has seconds: so long for the answer on its way, and then for a look. */
const answersWithin = seconds(3);
const showsWithin = seconds(2);

/** AWS may not list at once what it has just started. */
const listedWithin = minutes(1);
const lookEvery = seconds(5);

/**
 * Starts one task. Where AWS does not answer, be it because this run has to leave, the task is looked for by its `startedBy`.
 * @throws what `call` throws, or the interruption's reason, when no task was started
 */
export async function startTask(context: Context, order: TaskOrder): Promise<Asked> {
  const requests = { unanswered: 0 };
  try {
    const { aws, interrupt: signal } = context;
    return await unlessLeaving(context, runTask(aws, order, { signal, requests }));
  } catch (error) {
    if (requests.unanswered === 0) throw error;
    const task = await findStarted(context, order);
    if (task !== undefined) return { kind: 'started', task };
    if (!(error instanceof EcsdeployError || context.interrupt.aborted)) throw error;
    return { kind: 'unknown', error: error instanceof EcsdeployError ? error.message : 'no answer' };
  }
}

/** Waits a little longer than the interruption. @throws its reason */
async function unlessLeaving<Answer>(
  { clock, interrupt }: Context,
  answer: Promise<Answer>,
): Promise<Answer> {
  // Whoever has left does not hear it.
  answer.catch(() => undefined);
  const heard = new AbortController();
  const left = new Promise<never>((_, reject) => {
    const leave = (): void => {
      clock.sleep(answersWithin, heard.signal).then(
        () => reject(interrupt.reason as Error),
        () => undefined,
      );
    };
    if (interrupt.aborted) leave();
    else interrupt.addEventListener('abort', leave, { once: true, signal: heard.signal });
  });
  try {
    return await Promise.race([answer, left]);
  } finally {
    heard.abort(new Error('answered, or left'));
  }
}

/** The ARN of the task; undefined where AWS shows none in time. */
async function findStarted(context: Context, order: TaskOrder): Promise<string | undefined> {
  const { clock, interrupt } = context;
  const until = clock.now() + listedWithin;
  for (;;) {
    const isLast = interrupt.aborted || clock.now() >= until;
    const found = await listOnce(context, order);
    if (found !== undefined || isLast) return found;
    // Whoever is told to leave meanwhile looks once more.
    await clock.sleep(lookEvery, interrupt).catch(() => undefined);
  }
}

async function listOnce({ aws, clock }: Context, order: TaskOrder): Promise<string | undefined> {
  const over = new AbortController();
  const limit = new AbortController();
  clock.sleep(showsWithin, over.signal).then(
    () => limit.abort(new Error('it does not answer in time')),
    () => undefined,
  );
  try {
    const options = { attempts: 1, signal: limit.signal };
    const [task] = await listTasksStartedBy(aws, order.cluster, order.startedBy, options);
    return task;
  } catch (error) {
    if (error instanceof EcsdeployError || limit.signal.aborted) return undefined;
    throw error;
  } finally {
    over.abort(new Error('answered'));
  }
}
