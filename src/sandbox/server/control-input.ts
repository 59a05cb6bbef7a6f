import { ControlInputError } from '../control-input-error.ts';
import { failureFamilies } from '../engine/failure-families.ts';
import type { BehaviourChange } from '../engine/image-behaviour.ts';
import type { Fault } from '../faults.ts';
import { operations } from '../operations.ts';
import { registryOperationNames } from '../registry/operations/index.ts';
import { flag, number, oneOf, refuse, requireKnown, section, text, type Json } from './read-members.ts';

export function readAdvance(body: Json): number {
  requireKnown(body, ['milliseconds']);
  return number(body, 'milliseconds', 0) ?? refuse('milliseconds', undefined, 'a number of at least 0');
}

export function readBehave(body: Json): { image: string; change: BehaviourChange } {
  requireKnown(body, [
    'image',
    'startDelay',
    'exit',
    'command',
    'stoppedReason',
    'failure',
    'health',
    'http',
    'cpu',
    'memory',
  ]);
  const exit = section(body, 'exit', ['code', 'after']);
  const command = section(body, 'command', ['code', 'after']);
  const http = section(body, 'http', ['status', 'errorRate', 'latency']);
  const health = oneOf(body, 'health', ['healthy', 'unhealthy', 'none'] as const);
  const failure = oneOf(body, 'failure', ['none', ...failureFamilies] as const);
  const startDelay = number(body, 'startDelay', 0);
  const stoppedReason = text(body, 'stoppedReason');
  const cpu = number(body, 'cpu', 0);
  const memory = number(body, 'memory', 0);
  return {
    image: text(body, 'image') ?? refuse('image', undefined, 'the name of an image'),
    change: {
      ...(startDelay !== undefined && { startDelay }),
      ...(stoppedReason !== undefined && { stoppedReason }),
      ...(failure !== undefined && { failure }),
      ...(health !== undefined && { health }),
      ...(cpu !== undefined && { cpu }),
      ...(memory !== undefined && { memory }),
      ...(exit !== undefined && {
        exit: { code: number(exit, 'code', 0, 255) ?? 1, after: number(exit, 'after', 0) ?? 0 },
      }),
      ...(command !== undefined && {
        command: { code: number(command, 'code', 0, 255) ?? 0, after: number(command, 'after', 0) ?? 0 },
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
