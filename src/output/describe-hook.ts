import { isLifecycleEvent, type LifecycleHook } from '../model/lifecycle.ts';
import { afterTimeout } from './describe-pause.ts';
import { harmless } from './harmless.ts';
import { describeMoment } from './moment.ts';

/**
 * A hook in one clause: `pause waits until 09:10:00Z (in 10 m), then AWS rolls back`, `hook check-orders succeeded`.
 *
 * @param now milliseconds since the epoch
 */
export function describeHook(hook: LifecycleHook, now?: number): string {
  const words = `${hookName(hook)} ${(hook.target === 'pause' ? pauseWords : functionWords)[hook.status]}`;
  if (!holds(hook) || hook.expiresAt === undefined) return words;
  return `${words} until ${describeMoment(hook.expiresAt, now)}, then ${afterTimeout(hook.timeoutAction, hook.target)}`;
}

/** `pause`, or `hook` with the name of the function; of CodeDeploy, which does not tell it, with the event. */
export function hookName({ target, targetArn, hookId }: LifecycleHook): string {
  if (target === 'pause') return 'pause';
  if (targetArn === undefined && isLifecycleEvent(hookId)) return `hook at ${hookId}`;
  return `hook ${functionName(targetArn)}`;
}

/** Whether the deployment goes no further before it has ended. */
export function holds({ status }: LifecycleHook): boolean {
  return status === 'awaiting-action' || status === 'in-progress' || status === 'unknown';
}

type Words = Readonly<Record<LifecycleHook['status'], string>>;

const pauseWords: Words = {
  'awaiting-action': 'waits',
  'in-progress': 'in progress',
  succeeded: 'approved',
  failed: 'rejected',
  'timed-out': 'timed out',
  unknown: 'in a state that is not known here',
};
const functionWords: Words = {
  'awaiting-action': 'waits for an answer',
  'in-progress': 'in progress',
  succeeded: 'succeeded',
  failed: 'failed',
  'timed-out': 'timed out',
  unknown: 'in a state that is not known here',
};

/** `arn:aws:lambda:<region>:<account>:function:<name>[:<alias>]`: the name is what a person knows. */
export function functionName(arn: string | undefined): string {
  if (arn === undefined) return 'without a name';
  const name = arn.split(':').slice(6).join(':');
  return harmless(name === '' ? arn : name);
}
