import type { Milliseconds } from '../model/duration.ts';
import { attempt, type SendOptions } from './attempt.ts';
import type { Aws } from './aws.ts';
import { persist, type CallOptions } from './call.ts';
import { failureOf, type Failure } from './failure.ts';
import type { EcsOperation } from './quotas.ts';
import type { Ecs } from './sdk/ecs.ts';
import { SharedCall, type Asked } from './shared-call.ts';
import { untilInterrupted } from './until-interrupted.ts';

/** A read that AWS answers for several things in one call. */
export interface SharedRead<Found> {
  readonly operation: EcsOperation;
  /** How many things AWS takes in one call. */
  readonly most: number;
  /** Asks for all of them. What AWS does not know is missing in the answer. */
  readonly ask: (
    ecs: Ecs,
    question: { readonly group: string; readonly items: readonly string[] },
    send: SendOptions,
  ) => Promise<ReadonlyMap<string, Found>>;
  /** A refusal that is not about one of the things, but about what all of them have in common. */
  readonly concernsAll?: (failure: Failure) => boolean;
}

/** What one caller wants to know. */
export interface Question {
  /** What may be asked together: the cluster, or the service. */
  readonly group: string;
  readonly items: readonly string[];
}

export type ReadOptions = Pick<CallOptions, 'attempts' | 'signal'>;

/**
 * Reads in one call with whoever asks for something of the same group at the same moment. Each caller keeps its own number of
 * attempts, and leaves alone when its signal aborts.
 * @returns what AWS knows, in the order of the items
 * @throws what `call` throws
 */
export async function readTogether<Found>(
  aws: Aws,
  read: SharedRead<Found>,
  { group, items }: Question,
  options: ReadOptions = {},
): Promise<Found[]> {
  const { operation, most } = read;
  const bound = untilInterrupted(aws, options);
  const found: Found[] = [];
  for (let start = 0; start < items.length; start += most) {
    const page = items.slice(start, start + most);
    const answer = await persist(aws, { operation, repeat: 'freely', ...bound }, (number) =>
      aws.reads.join(aws, read, group, { items: page, number, signal: bound.signal }),
    );
    found.push(...page.flatMap((item) => answer.get(item) ?? []));
  }
  return found;
}

type Answer<Found> = ReadonlyMap<string, Found>;

// Releases that keep the same tick are woken, and answered, that far apart. It is little beside the time of a call.
const waitForOthers: Milliseconds = 25;

/**
 * Questions that become one call. It takes in whoever comes until it is sent, also while it waits for its turn under the quotas,
 * and nobody after that: an answer is never older than the question.
 */
export class SharedReads {
  readonly #open = new Map<string, SharedCall<unknown>[]>();
  /** Operations that AWS refused for several things and answered for each of them. */
  readonly #onlyAlone = new Set<EcsOperation>();

  /** Joins a call that is still to be sent, or begins one. @throws what the SDK client throws, or the signal's reason */
  join<Found>(aws: Aws, read: SharedRead<Found>, group: string, asked: Asked): Promise<Answer<Found>> {
    const name = `${read.operation} ${group}`;
    const open = (this.#open.get(name) ?? []) as SharedCall<Answer<Found>>[];
    const most = this.#onlyAlone.has(read.operation) ? asked.items.length : read.most;
    const call =
      open.find((one) => one.hasRoomFor(asked.items, most)) ?? new SharedCall<Answer<Found>>(group);
    const answer = call.add(asked);
    if (!open.includes(call)) {
      this.#open.set(name, [...open, call] as SharedCall<unknown>[]);
      void this.#carryOut(aws, read, call, () => this.#close(name, call as SharedCall<unknown>));
    }
    return answer;
  }

  async #carryOut<Found>(
    aws: Aws,
    read: SharedRead<Found>,
    call: SharedCall<Answer<Found>>,
    close: () => void,
  ): Promise<void> {
    try {
      if (aws.company.isSeveral) await aws.clock.sleep(waitForOthers, call.signal);
      call.succeed(await send(aws, read, call, close));
    } catch (error) {
      close();
      const failure = failureOf(error);
      const mayBeOfOne = failure?.kind === 'rejected' || failure?.kind === 'denied';
      const parts = mayBeOfOne && read.concernsAll?.(failure) !== true ? call.apart() : [call];
      if (parts.length <= 1) {
        for (const part of parts) part.fail(error);
        return;
      }
      const areAllAnswered = await this.#askApart(aws, read, parts);
      if (areAllAnswered && failure?.kind === 'rejected') this.#onlyAlone.add(read.operation);
    }
  }

  /** One of them made AWS refuse them all, or AWS does not take them together: then each of them is answered. */
  async #askApart<Found>(
    aws: Aws,
    read: SharedRead<Found>,
    parts: readonly SharedCall<Answer<Found>>[],
  ): Promise<boolean> {
    const answered = await Promise.all(
      parts.map(async (part) => {
        try {
          part.succeed(await send(aws, read, part));
          return true;
        } catch (error) {
          part.fail(error);
          return false;
        }
      }),
    );
    return answered.every(Boolean);
  }

  #close(name: string, call: SharedCall<unknown>): void {
    const others = (this.#open.get(name) ?? []).filter((other) => other !== call);
    if (others.length === 0) this.#open.delete(name);
    else this.#open.set(name, others);
  }
}

async function send<Found>(
  aws: Aws,
  { operation, ask }: SharedRead<Found>,
  call: SharedCall<Answer<Found>>,
  onSent: () => void = () => undefined,
): Promise<Answer<Found>> {
  const ecs = await aws.clients.ecs();
  const { group, signal, number } = call;
  return await attempt(aws, { operation, rank: 'usual', number, signal, mayBeLeft: true }, (options) => {
    onSent();
    return ask(ecs, { group, items: call.items() }, options);
  });
}
