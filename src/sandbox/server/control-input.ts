import type { BehaviourChange } from '../engine/image-behaviour.ts';
import type { Fault } from '../faults.ts';
import { operations } from '../operations.ts';
import { registryOperationNames } from '../registry/operations/index.ts';

/** Bad input to the control API: one sentence with the value in it. */
export class ControlInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ControlInputError';
  }
}

type Json = Readonly<Record<string, unknown>>;

export function readAdvance(body: Json): number {
  requireKnown(body, ['milliseconds']);
  return number(body, 'milliseconds', 0) ?? refuse('milliseconds', undefined, 'a number of at least 0');
}

export function readBehave(body: Json): { image: string; change: BehaviourChange } {
  requireKnown(body, ['image', 'startDelay', 'exit', 'stoppedReason', 'health', 'http']);
  const exit = section(body, 'exit', ['code', 'after']);
  const http = section(body, 'http', ['status', 'errorRate', 'latency']);
  const health = oneOf(body, 'health', ['healthy', 'unhealthy', 'none'] as const);
  const startDelay = number(body, 'startDelay', 0);
  const stoppedReason = text(body, 'stoppedReason');
  return {
    image: text(body, 'image') ?? refuse('image', undefined, 'the name of an image'),
    change: {
      ...(startDelay !== undefined && { startDelay }),
      ...(stoppedReason !== undefined && { stoppedReason }),
      ...(health !== undefined && { health }),
      ...(exit !== undefined && {
        exit: { code: number(exit, 'code', 0, 255) ?? 1, after: number(exit, 'after', 0) ?? 0 },
      }),
      ...(http !== undefined && { http: readHttp(http) }),
    },
  };
}

function readHttp(http: Json): NonNullable<BehaviourChange['http']> {
  const status = number(http, 'status', 100, 599);
  const errorRate = number(http, 'errorRate', 0, 1);
  const latency = number(http, 'latency', 0);
  return {
    ...(status !== undefined && { status }),
    ...(errorRate !== undefined && { errorRate }),
    ...(latency !== undefined && { latency }),
  };
}

const faultMembers = [
  'operation',
  'error',
  'message',
  'status',
  'rate',
  'count',
  'delay',
  'loseReply',
  'hang',
];

export function readFault(body: Json): Fault {
  requireKnown(body, faultMembers);
  const operation = text(body, 'operation') ?? '';
  const isKnown = Object.values(operations).some((ofService) => operation in ofService);
  const others = ['*', 'registry:*', ...registryOperationNames];
  if (!isKnown && !others.includes(operation)) {
    refuse('operation', body['operation'], 'the name of an operation that the sandbox supports, or *');
  }
  const fault = {
    operation,
    error: text(body, 'error'),
    message: text(body, 'message'),
    status: number(body, 'status', 400, 599),
    rate: number(body, 'rate', 0, 1),
    count: number(body, 'count', 1),
    delay: number(body, 'delay', 0),
    loseReply: flag(body, 'loseReply'),
    hang: flag(body, 'hang'),
  };
  if (fault.error ?? fault.delay ?? fault.loseReply ?? fault.hang) return fault;
  throw new ControlInputError(`A fault on ${operation} needs one of error, delay, loseReply and hang.`);
}

function requireKnown(body: Json, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ControlInputError(`There is no setting ${unknown}; there are ${known.join(', ')}.`);
}

function section(body: Json, name: string, known: readonly string[]): Json | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) return refuse(name, value, 'an object');
  requireKnown(value as Json, known);
  return value as Json;
}

function number(body: Json, name: string, low: number, high = Number.POSITIVE_INFINITY): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= low && value <= high) return value;
  return refuse(
    name,
    value,
    Number.isFinite(high) ? `a number from ${low} to ${high}` : `a number of at least ${low}`,
  );
}

function text(body: Json, name: string): string | undefined {
  const value = body[name];
  return value === undefined || (typeof value === 'string' && value !== '')
    ? value
    : refuse(name, value, 'a text');
}

function flag(body: Json, name: string): boolean | undefined {
  const value = body[name];
  return value === undefined || typeof value === 'boolean' ? value : refuse(name, value, 'true or false');
}

function oneOf<Word extends string>(body: Json, name: string, words: readonly Word[]): Word | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  return words.find((word) => word === value) ?? refuse(name, value, `one of ${words.join(', ')}`);
}

function refuse(name: string, value: unknown, wanted: string): never {
  const given = value === undefined ? 'it is missing' : `not ${JSON.stringify(value)}`;
  throw new ControlInputError(`${name} must be ${wanted}, ${given}.`);
}
