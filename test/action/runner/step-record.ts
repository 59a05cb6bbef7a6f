import { commandIn, type WorkflowCommand } from './workflow-command.ts';
import type { Masks } from './masks.ts';

/** A line under a step, and beside the code of a pull request. */
export interface Annotation {
  readonly level: 'notice' | 'warning' | 'error';
  readonly message: string;
  /** `title`, `file`, `line` and so on, as far as the command had them. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Beyond it the runner drops the whole summary of the step. */
const largestSummary = 1_048_576;

/** What a step has shown and said, after masking. A composite action's steps write into the record of the step that uses it. */
export class StepRecord {
  readonly log: string[] = [];
  readonly annotations: Annotation[] = [];
  /** Titles of the groups that were opened, in order. */
  readonly groups: string[] = [];
  /** Outputs by `::set-output`, which still works. */
  readonly outputs: Record<string, string> = {};
  summary = '';
  /** Set where a command made the step fail, whatever its exit code. */
  failed = false;
  readonly #masks: Masks;
  readonly #listen: (line: string) => void;
  #resume: string | undefined;

  constructor(masks: Masks, listen: (line: string) => void) {
    this.#masks = masks;
    this.#listen = listen;
  }

  /** One line of standard output or standard error: the runner reads both alike. */
  line(text: string): void {
    const command = commandIn(text, this.#resume);
    if (command === undefined || !this.#isHeard(command)) this.print(text);
    else this.#obey(command, text);
  }

  print(text: string): void {
    const hidden = this.#masks.hide(text);
    this.log.push(hidden);
    this.#listen(hidden);
  }

  annotate(annotation: Annotation): void {
    const { level, message, properties = {} } = annotation;
    const hidden = Object.entries(properties).map(([name, value]) => [name, this.#masks.hide(value)]);
    this.annotations.push({
      level,
      message: this.#masks.hide(message),
      properties: Object.fromEntries(hidden) as Record<string, string>,
    });
    this.print(`##[${level}]${message}`);
  }

  /** A command of the machine that the step must not use, or a file of it that cannot be read. */
  fail(message: string): void {
    this.failed = true;
    this.annotate({ level: 'error', message });
  }

  addSummary(text: string): void {
    const size = Buffer.byteLength(text);
    if (size > largestSummary) {
      const limit = largestSummary / 1024;
      const message = `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${limit}k, got ${Math.ceil(size / 1024)}k.`;
      this.annotate({ level: 'error', message });
    } else this.summary += this.#masks.hide(text);
  }

  #isHeard({ name }: WorkflowCommand): boolean {
    return this.#resume === undefined || name === this.#resume.toLowerCase();
  }

  #obey({ name, data, properties }: WorkflowCommand, text: string): void {
    if (this.#resume !== undefined) {
      this.#resume = undefined;
      this.print(text);
    } else if (name === 'stop-commands') {
      this.#resume = data;
      this.print(text);
    } else if (name === 'error' || name === 'warning' || name === 'notice') {
      this.annotate({ level: name, message: data, properties });
    } else if (name === 'add-mask') {
      this.#masks.add(data);
    } else if (name === 'set-output') {
      this.outputs[properties['name'] ?? ''] = data;
    } else if (name === 'set-env' || name === 'add-path') {
      this.fail(`The \`${name}\` command is disabled.`);
    } else if (name === 'group') {
      this.groups.push(this.#masks.hide(data));
      this.print(`##[group]${data}`);
    } else if (name === 'endgroup') this.print('##[endgroup]');
  }
}
