import type { LifecycleHook, PendingApproval, TimeoutAction } from '../model/lifecycle.ts';
import { describeMoment } from './moment.ts';
import { atStage } from './describe-stage.ts';

/**
 * Where a deployment waits for a person, and what comes of waiting:
 * `before traffic (POST_SCALE_UP); without an answer by 14:05:00Z (in 10 m) AWS rolls back`.
 *
 * @param now milliseconds since the epoch
 */
export function describePause(approval: PendingApproval, now?: number): string {
  const time = describeTimeout(approval, now);
  return time === undefined ? atStage(approval.stage) : `${atStage(approval.stage)}; ${time}`;
}

/** What happens when nobody answers; undefined where it does not tell until when. */
export function describeTimeout(
  { expiresAt, timeoutAction }: Pick<PendingApproval, 'expiresAt' | 'timeoutAction'>,
  now?: number,
): string | undefined {
  if (expiresAt === undefined) return undefined;
  return `without an answer by ${describeMoment(expiresAt, now)} ${afterTimeout(timeoutAction)}`;
}

/** What happens when the time of a hook is up; AWS rolls back unless told otherwise. */
export function afterTimeout(
  action: TimeoutAction | undefined,
  target: LifecycleHook['target'] = 'pause',
): string {
  switch (action) {
    case 'CONTINUE':
      return 'AWS goes on';
    case 'STOP':
      // Its pause comes before production traffic, its functions at any event.
      return target === 'pause'
        ? 'CodeDeploy stops it, before production traffic has moved'
        : 'the deployment fails, and nothing goes back by itself';
    case 'ROLLBACK':
    case undefined:
      return 'AWS rolls back';
    default:
      return action satisfies never;
  }
}

/** The commands with which a person answers the pause that holds this service now. */
export function answerCommands(service: string): { readonly approve: string; readonly reject: string } {
  const [cluster = '', name = ''] = service.split('/');
  const where = `--cluster ${cluster} --service ${name}`;
  return { approve: `ecsdeploy approve ${where}`, reject: `ecsdeploy reject ${where}` };
}
