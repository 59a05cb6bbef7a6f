import { failureText } from './failure-text.ts';
import { namesOfFunction } from './function-names.ts';
import type { LambdaAnswer, LambdaInvocation, ScriptedAnswer } from './script.ts';

export type { LambdaAnswer, LambdaInvocation, ScriptedAnswer } from './script.ts';

const succeeded: ScriptedAnswer = { kind: 'answer', hookStatus: 'SUCCEEDED' };

/** Enough for the longest rehearsal; a server that runs for weeks forgets the oldest. */
const mostKept = 1_000;

/**
 * The functions that deployment hooks call. None has code: each answers what a person has scripted for it, in turn, the last answer again and
 * again. A function without a script exists, and answers SUCCEEDED.
 */
export class LambdaState {
  /** By name or ARN; what is left of the script. */
  readonly #scripts = new Map<string, readonly ScriptedAnswer[]>();
  readonly #now: () => number;
  #invocations: LambdaInvocation[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Scripts a function, by its name or ARN. No answers at all: it is as without a script. */
  script(functionName: string, answers: readonly ScriptedAnswer[]): void {
    if (answers.length === 0) this.#scripts.delete(functionName);
    else this.#scripts.set(functionName, [...answers]);
  }

  /** What is left to be answered, by function as it was named. */
  scripts(): Readonly<Record<string, readonly ScriptedAnswer[]>> {
    return Object.fromEntries(this.#scripts);
  }

  /** Calls a function as ECS does, with the role of the hook where the caller knows it. Synchronous: what takes time is the caller's. */
  invoke(functionArn: string, payload: object, roleArn?: string): LambdaAnswer {
    const scripted = this.#next(functionArn);
    const answer: LambdaAnswer =
      scripted.kind === 'answer' || scripted.kind === 'silent'
        ? scripted
        : {
            kind: 'failed',
            because: scripted.kind,
            text: failureText(scripted.kind, functionArn, roleArn),
          };
    // A copy: what the payload was then is what counts.
    const invocation = { at: this.#now(), functionArn, payload: structuredClone(payload), answer };
    this.#invocations = [...this.#invocations.slice(-(mostKept - 1)), invocation];
    return answer;
  }

  /** Oldest first. */
  get invocations(): readonly LambdaInvocation[] {
    return this.#invocations;
  }

  clear(): void {
    this.#scripts.clear();
    this.#invocations = [];
  }

  #next(functionArn: string): ScriptedAnswer {
    const name = namesOfFunction(functionArn).find((candidate) => this.#scripts.has(candidate));
    if (name === undefined) return succeeded;
    const [first = succeeded, ...rest] = this.#scripts.get(name) ?? [];
    if (rest.length > 0) this.#scripts.set(name, rest);
    return first;
  }
}
