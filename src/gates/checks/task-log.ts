import { readLogPage } from '../../aws/log-page.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { TaskCheck } from '../../model/gate.ts';
import { knownSecrets } from '../../model/known-secrets.ts';
import { logLocation, type LogLocation } from '../../model/log-location.ts';
import { maskLines, type KnownSecrets } from '../../model/mask-text.ts';
import { nameFromArn } from '../../model/service-ref.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';
import type { GateContext } from '../gate-context.ts';

export interface LoggedTask {
  readonly gate: string;
  readonly definition: TaskDefinition;
  readonly container: string;
  /** Its ARN. */
  readonly task: string;
  readonly check: Pick<TaskCheck, 'environment'>;
}

/** A page of AWS has up to 10 000 lines; more than these at once would only keep the loop from its task. */
const mostPages = 20;

/** What a gate's task writes, read on from look to look and reported line by line, masked. A log that cannot be read hides no exit code. */
export class TaskLog {
  readonly #context: Pick<GateContext, 'aws' | 'report' | 'interrupt'>;
  readonly #task: LoggedTask;
  readonly #secrets: KnownSecrets;
  /** Absent where the container logs elsewhere, and once the log could not be read. */
  #location: LogLocation | undefined;
  #token: string | undefined;
  #lastLine: string | undefined;

  constructor(context: Pick<GateContext, 'aws' | 'report' | 'interrupt'>, task: LoggedTask) {
    this.#context = context;
    this.#task = task;
    this.#location = logLocation(task.definition, task.container, nameFromArn(task.task));
    this.#secrets = knownSecrets(task.definition, task.check.environment);
  }

  /** The newest line that is not empty, masked. */
  get lastLine(): string | undefined {
    return this.#lastLine;
  }

  /** Reports what was written since the last time. @throws the interruption's reason */
  async readOn(): Promise<void> {
    const { aws, report, interrupt } = this.#context;
    const { gate, container } = this.#task;
    const location = this.#location;
    if (location === undefined) return;
    for (let page = 0; page < mostPages; page++) {
      try {
        const options = { attempts: 2, signal: interrupt };
        const { lines, nextForwardToken } = await readLogPage(aws, location, this.#token, options);
        for (const line of maskLines(lines, this.#secrets)) {
          report({ type: 'task.output', gate, container, line });
          if (line.trim() !== '') this.#lastLine = line;
        }
        // "If you have reached the end of the stream, it returns the same token you passed in."
        if (nextForwardToken === this.#token) return;
        this.#token = nextForwardToken;
      } catch (error) {
        interrupt.throwIfAborted();
        if (!(error instanceof EcsdeployError)) throw error;
        this.#giveUp(location, error);
        return;
      }
    }
  }

  /** A log that may not be read is not asked for again; one that could not be read just now is. */
  #giveUp({ group, stream }: LogLocation, error: EcsdeployError): void {
    if (error.code === 'aws.unavailable') return;
    this.#location = undefined;
    const what = `log ${group} ${stream}`;
    this.#context.report({
      type: 'warning',
      warning: { kind: 'evidence-missing', what, error: error.message },
    });
  }
}
