import type { BehaviourChange } from './engine/image-behaviour.ts';
import type { Fault } from './faults.ts';
import type { ScriptedAnswer } from './lambda/script.ts';
import type { TrafficChange } from './sandbox-control.ts';
import type {
  CallsAnswer,
  HooksAnswer,
  ListenersAnswer,
  ServerStatus,
  TrafficAnswer,
} from './server/control-api.ts';

export type { BehaviourChange } from './engine/image-behaviour.ts';
export type { Fault } from './faults.ts';
export type { ScriptedAnswer } from './lambda/script.ts';
export type { CallsAnswer, HooksAnswer, ListenersAnswer, ServerStatus } from './server/control-api.ts';

/** Nobody answers at the address where a sandbox should be. */
class SandboxUnreachableError extends Error {
  readonly code = 'sandbox.unreachable';
  readonly suggestions = ['Start one: ecsdeploy sandbox start'];

  constructor(baseUrl: string, cause: unknown) {
    super(`No sandbox answers at ${baseUrl}.`, { cause });
    this.name = 'SandboxUnreachableError';
  }
}

/** The sandbox refused what it was asked; its sentence says why. */
class SandboxRefusedError extends Error {
  readonly code = 'sandbox.refused';

  constructor(message: string) {
    super(message);
    this.name = 'SandboxRefusedError';
  }
}

export function sandboxStatus(baseUrl: string): Promise<ServerStatus> {
  return ask<ServerStatus>(baseUrl, 'GET', 'status');
}

export function recentCalls(baseUrl: string, limit = 100): Promise<CallsAnswer> {
  return ask<CallsAnswer>(baseUrl, 'GET', `calls?limit=${limit}`);
}

export function sandboxListeners(baseUrl: string): Promise<ListenersAnswer> {
  return ask<ListenersAnswer>(baseUrl, 'GET', 'listeners');
}

export function resetSandbox(baseUrl: string): Promise<ServerStatus> {
  return ask<ServerStatus>(baseUrl, 'POST', 'reset');
}

export function advanceSandbox(baseUrl: string, milliseconds: number): Promise<ServerStatus> {
  return ask<ServerStatus>(baseUrl, 'POST', 'advance', { milliseconds });
}

export async function setBehaviour(baseUrl: string, image: string, change: BehaviourChange): Promise<void> {
  await ask(baseUrl, 'POST', 'behave', { image, ...change });
}

/** Says what a Lambda function answers to hooks; no answers at all: it is as nobody has told it anything. */
export async function scriptHook(
  baseUrl: string,
  functionName: string,
  answers: readonly ScriptedAnswer[],
): Promise<void> {
  await ask(baseUrl, 'POST', 'hook', { function: functionName, answers });
}

export function sandboxHooks(baseUrl: string): Promise<HooksAnswer> {
  return ask<HooksAnswer>(baseUrl, 'GET', 'hooks');
}

/** Lets simulated requests come to a load balancer; 0 a second ends them. */
export function setTraffic(
  baseUrl: string,
  loadBalancer: string,
  stream: TrafficChange,
): Promise<TrafficAnswer> {
  return ask<TrafficAnswer>(baseUrl, 'POST', 'traffic', { loadBalancer, ...stream });
}

export async function injectFault(baseUrl: string, fault: Fault): Promise<void> {
  await ask(baseUrl, 'POST', 'fault', fault);
}

export function clearFaults(baseUrl: string): Promise<ServerStatus> {
  return ask<ServerStatus>(baseUrl, 'POST', 'faults/clear');
}

export async function stopSandbox(baseUrl: string): Promise<void> {
  await ask(baseUrl, 'POST', 'stop');
}

async function ask<Answer>(baseUrl: string, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await send(baseUrl, method, path, body);
  if (answer.isFine) return answer.body as Answer;
  const { error } = answer.body;
  throw new SandboxRefusedError(
    typeof error === 'string' ? error : `${baseUrl} is not an ecsdeploy sandbox.`,
  );
}

async function send(
  baseUrl: string,
  method: string,
  path: string,
  body: object | undefined,
): Promise<{ isFine: boolean; body: Readonly<Record<string, unknown>> }> {
  try {
    const response = await fetch(new URL(`/_sandbox/${path}`, baseUrl), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { isFine: response.ok, body: (await response.json()) as Readonly<Record<string, unknown>> };
  } catch (error) {
    throw new SandboxUnreachableError(baseUrl, error);
  }
}
