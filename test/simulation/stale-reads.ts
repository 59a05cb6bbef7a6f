import type { HttpRequest, HttpResponse } from '@smithy/core/transport';
import { textOf } from '../../src/sandbox/wire.ts';
import type { Scene } from './scene.ts';

interface Remembered {
  readonly at: number;
  readonly scenes: ReadonlyMap<string, Scene>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Order {
  readonly operation: string;
  readonly ageAtMost: number;
  left: number;
}

/** An answer, and how the services stood when it was given. */
interface Answered {
  readonly response: HttpResponse;
  readonly at: number;
  readonly scenes: ReadonlyMap<string, Scene>;
}

// Reads of ECS that may lag behind its writes.
const consistentInTheEnd = new Set([
  'DescribeServices',
  'DescribeServiceDeployments',
  'ListServiceDeployments',
  'DescribeTasks',
  'ListTasks',
  'ListDeployments',
]);

/** Eventual consistency: on demand a read answers what it answered a moment ago. */
export class StaleReads {
  readonly #answers = new Map<string, Remembered>();
  #orders: Order[] = [];
  readonly #isUsed: boolean;

  /** @param isUsed whether the history has stale reads at all; otherwise nothing needs to be remembered */
  constructor(isUsed: boolean) {
    this.#isUsed = isUsed;
  }

  order(operation: string, count: number | null, ageAtMost: number): void {
    this.#orders.push({ operation, ageAtMost, left: count ?? Number.POSITIVE_INFINITY });
  }

  remember(operation: string, request: HttpRequest, { response, at, scenes }: Answered): void {
    if (!this.#isUsed || response.statusCode !== 200 || !consistentInTheEnd.has(operation)) return;
    const body: unknown = response.body;
    this.#answers.set(keyOf(operation, request), { at, scenes, headers: response.headers, body });
  }

  answerTo(operation: string, request: HttpRequest, now: number): Remembered | undefined {
    const order = this.#orders.find((one) => one.operation === operation || one.operation === '*');
    if (order === undefined || !consistentInTheEnd.has(operation)) return undefined;
    const old = this.#answers.get(keyOf(operation, request));
    if (old === undefined || now - old.at > order.ageAtMost) return undefined;
    order.left -= 1;
    if (order.left <= 0) this.#orders = this.#orders.filter((one) => one !== order);
    return old;
  }
}

function keyOf(operation: string, { body }: HttpRequest): string {
  return `${operation} ${textOf(body as string | Uint8Array)}`;
}
