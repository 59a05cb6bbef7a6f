import type { PendingApproval, TimeoutAction } from '../model/lifecycle.ts';
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

/** What AWS does when nobody answers; undefined where it does not tell until when. */
export function describeTimeout(
  { expiresAt, timeoutAction }: Pick<PendingApproval, 'expiresAt' | 'timeoutAction'>,
  now?: number,
): string | undefined {
  if (expiresAt === undefined) return undefined;
  return `without an answer by ${describeMoment(expiresAt, now)} AWS ${afterTimeout(timeoutAction)}`;
}

/** What AWS does when the time of a hook is up; it rolls back unless told otherwise. */
export function afterTimeout(action: TimeoutAction | undefined): string {
  switch (action) {
    case 'CONTINUE':
      return 'goes on';
    case 'STOP':
      return 'stops it, before any traffic has moved';
    case 'ROLLBACK':
    case undefined:
      return 'rolls back';
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
