import type { ReleaseEvent } from '../../model/release-event.ts';
import { clockTime } from '../clock-time.ts';
import type { View } from '../view.ts';
import { phaseOf } from './phase-of.ts';
import { workflowCommand } from './workflow-command.ts';

// What a person should see without opening anything.
const standOut: ReadonlySet<ReleaseEvent['type']> = new Set([
  'approval.awaited',
  'interrupt.received',
  'interrupt.forced',
  'release.concluded',
]);

/**
 * The lines of a log of GitHub Actions, folded by what the release does. Of several services, whose phases run side by side, all until the
 * first deployment is one group, and all from there on another.
 */
export class GroupedView implements View {
  readonly #lines: View;
  readonly #write: (text: string) => void;
  readonly #isOne: boolean;
  #open: string | undefined;
  #phase: string | undefined;

  /** @param lines the view whose lines are grouped */
  constructor(lines: View, write: (text: string) => void, { isOne }: { readonly isOne: boolean }) {
    this.#lines = lines;
    this.#write = write;
    this.#isOne = isOne;
  }

  report(event: ReleaseEvent): void {
    this.#phase = this.#titleOf(event) ?? this.#phase;
    if (standOut.has(event.type)) this.#close();
    else this.#openGroup(event);
    this.#lines.report(event);
  }

  async end(how?: 'well'): Promise<void> {
    await this.#lines.end(how);
    this.#close();
  }

  #titleOf(event: ReleaseEvent): string | undefined {
    if (this.#isOne) return phaseOf(event);
    if (event.type === 'deployment.started') return 'Release';
    return this.#phase === undefined ? 'Prepare' : undefined;
  }

  #openGroup({ at }: ReleaseEvent): void {
    if (this.#phase === undefined || this.#phase === this.#open) return;
    this.#close();
    this.#open = this.#phase;
    this.#write(`${workflowCommand('group', `${clockTime(at)} ${this.#phase}`)}\n`);
  }

  #close(): void {
    if (this.#open === undefined) return;
    this.#open = undefined;
    this.#write(`${workflowCommand('endgroup')}\n`);
  }
}
