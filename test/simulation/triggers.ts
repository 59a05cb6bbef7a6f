import type { Timeline } from '../../src/sandbox/engine/timeline.ts';
import type { DeploymentFact } from './deployments-of.ts';
import type { When } from './history.ts';

const second = 1_000;
// Finer than the 2.9 s between two looks, so that something can happen between AWS's verdict and ours.
const between = 100;

interface Armed<Moment extends When> {
  readonly when: Moment;
  readonly act: () => void;
}

/** Lets things happen at their moment: at a time, at a call, at a change of status. */
export class Triggers {
  readonly #timeline: Timeline;
  readonly #deployments: () => readonly DeploymentFact[];
  readonly #calls = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  readonly #lastStatus = new Map<string, string>();
  readonly #pauses = new Set<string>();
  #armedForCalls: Armed<Extract<When, { on: 'call' }>>[] = [];
  #armedForStatus: Armed<Extract<When, { on: 'status' }>>[] = [];
  #isLooking = false;

  /** @param deployments of all services, oldest first */
  constructor(timeline: Timeline, deployments: () => readonly DeploymentFact[]) {
    this.#timeline = timeline;
    this.#deployments = deployments;
    for (const { arn, status } of deployments()) this.#lastStatus.set(arn, status);
  }

  arm(when: When, act: () => void): void {
    switch (when.on) {
      case 'time':
        this.#timeline.after(when.seconds * second, 'as the history says', act);
        return;
      case 'call':
        this.#armedForCalls.push({ when, act });
        return;
      case 'status':
        this.#armedForStatus.push({ when, act });
        this.#look();
        return;
      default:
        when satisfies never;
    }
  }

  /** A process of ours is about to send a request. */
  beforeCall(operation: string): void {
    const count = (this.#calls.get(operation) ?? 0) + 1;
    this.#calls.set(operation, count);
    const due = this.#armedForCalls.filter(({ when }) => when.operation === operation && when.nth === count);
    if (due.length === 0) return;
    this.#armedForCalls = this.#armedForCalls.filter((armed) => !due.includes(armed));
    for (const armed of due) this.#happen(armed);
  }

  /** Looks at the statuses as long as somebody waits for one. */
  #look(): void {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const look = (): void => {
      const deployments = this.#deployments();
      for (const { arn, status } of deployments) {
        if (this.#lastStatus.get(arn) === status) continue;
        this.#lastStatus.set(arn, status);
        this.#entered(status);
      }
      for (const { arn, pause } of deployments) {
        const name = `${arn}/${pause ?? ''}`;
        if (pause === undefined || this.#pauses.has(name)) continue;
        this.#pauses.add(name);
        this.#entered('PAUSED');
      }
      this.#isLooking = this.#armedForStatus.length > 0;
      if (this.#isLooking) this.#timeline.after(between, 'a look at statuses', look);
    };
    look();
  }

  #entered(status: string): void {
    const count = (this.#statuses.get(status) ?? 0) + 1;
    this.#statuses.set(status, count);
    const due = this.#armedForStatus.filter(({ when }) => when.status === status && when.nth === count);
    this.#armedForStatus = this.#armedForStatus.filter((armed) => !due.includes(armed));
    for (const armed of due) this.#happen(armed);
  }

  #happen({ when, act }: Armed<Extract<When, { on: 'call' | 'status' }>>): void {
    if (when.seconds === 0) act();
    else this.#timeline.after(when.seconds * second, 'as the history says', act);
  }
}
