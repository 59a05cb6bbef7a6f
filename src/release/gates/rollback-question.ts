import type { Reason } from '../../model/verdict.ts';
import type { ReleaseContext } from '../release-context.ts';

/** Whether a release goes back is asked once, of whoever sits at the terminal; looking goes on until the answer is there. */
export class RollbackQuestion {
  readonly #context: Pick<ReleaseContext, 'ask' | 'report'>;
  readonly #withdrawn = new AbortController();
  #answer: Promise<boolean> | undefined;
  /** Absent: nobody was asked, or nobody has answered yet. */
  answer: 'yes' | 'no' | undefined;

  constructor(context: Pick<ReleaseContext, 'ask' | 'report'>) {
    this.#context = context;
  }

  get canBeAsked(): boolean {
    return this.#context.ask !== undefined;
  }

  /** Puts it, unless it was put before; whoever needs the answer can wait for it. */
  put(because: Reason): Promise<boolean> {
    this.#answer ??= this.#put(because);
    return this.#answer;
  }

  /** The answer is of no use any more. */
  withdraw(): void {
    this.#withdrawn.abort();
  }

  async #put(because: Reason): Promise<boolean> {
    const { ask, report } = this.#context;
    if (ask === undefined) return false;
    const isYes = await ask(this.#withdrawn.signal, () => report({ type: 'rollback.asked', because }));
    this.answer = isYes ? 'yes' : 'no';
    return isYes;
  }
}
