import type { PendingApproval } from '../model/lifecycle.ts';
import { clockTime } from './clock-time.ts';
import { harmless } from './harmless.ts';

/** Where a deployment waits for a person, and what comes of waiting: `POST_SCALE_UP; without an answer by 14:05:00 AWS rolls back`. */
export function describePause({ stage, expiresAt, timeoutAction }: PendingApproval): string {
  if (expiresAt === undefined) return harmless(stage);
  const then = timeoutAction === 'CONTINUE' ? 'goes on' : 'rolls back';
  return `${harmless(stage)}; without an answer by ${clockTime(expiresAt)} AWS ${then}`;
}
