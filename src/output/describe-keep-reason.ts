import type { KeepReason } from '../model/revision-pruning.ts';
import { count } from './count.ts';

/** Why a revision is kept, in a few words. */
export function describeKeepReason(reason: KeepReason): string {
  switch (reason.kind) {
    case 'service':
      return `${reason.service} runs it`;
    case 'deployment':
      return `${reason.status} in ${reason.service}`;
    case 'release-in-progress':
      return `release in progress of ${reason.service} (${reason.release})`;
    case 'release':
      return reason.position === 1
        ? `last successful release of ${reason.service}`
        : `${ordinal(reason.position)} last successful release of ${reason.service}`;
    case 'stamp':
      return `succeeded ${new Date(reason.at).toISOString().slice(0, 10)}`;
    case 'task':
      return `${count(reason.tasks, 'task')} in ${reason.cluster}`;
    case 'rule':
      return `rule ${reason.rule}${reason.bus === 'default' ? '' : ` on ${reason.bus}`} starts it`;
    case 'schedule':
      return `schedule ${reason.group === 'default' ? '' : `${reason.group}/`}${reason.schedule} starts it`;
    case 'newest':
      return reason.position === 1 ? 'newest' : `${ordinal(reason.position)} newest`;
    default:
      return reason satisfies never;
  }
}

function ordinal(number: number): string {
  const ending = ['th', 'st', 'nd', 'rd'][number % 100 > 10 && number % 100 < 14 ? 0 : number % 10] ?? 'th';
  return `${number}${ending}`;
}
