import type { RestoredSettings } from '../model/release-plan.ts';
import type { LeftSettings } from '../model/service-members.ts';
import { describeDifference } from './describe-difference.ts';
import { harmless } from './harmless.ts';

/** What of a service goes back with a release, from old to new, and what does not, and why: read before anything is done. */
export function restoredLines({ differences, left }: RestoredSettings): string[] {
  const isAnyKnown = !left.some(({ because }) => isOfAll(because));
  return [
    ...differences.map(describeDifference),
    ...(differences.length === 0 && isAnyKnown ? ['nothing that AWS records of the service differs'] : []),
    ...left.map(describeLeft),
  ];
}

function isOfAll({ kind }: LeftSettings['because']): boolean {
  return ['image-only', 'no-record', 'codedeploy', 'stopped', 'unreadable'].includes(kind);
}

/** Settings that are not restored, and why, in a line. */
function describeLeft({ settings, because }: LeftSettings): string {
  const which = settings.map(harmless).join(', ');
  switch (because.kind) {
    case 'image-only':
      return 'not restored: any setting of the service, as was asked for (--image-only)';
    case 'not-recorded':
      return `not restored: ${which}; AWS keeps no earlier value`;
    case 'no-record':
      return `not restored: ${which}; AWS does not remember how the service was under that release`;
    case 'codedeploy':
      return `not restored: ${which}; neither CodeDeploy nor ECS records them of a service that CodeDeploy releases to`;
    case 'was-way-back':
      return `not restored: ${which}; that release was itself a way back, recorded without bakes, pauses and alarms`;
    case 'unreadable':
      return `not restored: ${which}; it could not be read (${harmless(because.error)})`;
    case 'not-updatable':
      return `not restored: ${which}; it differs, but UpdateService cannot set it back`;
    case 'follows-latest':
      return `not restored: ${which}; the service follows LATEST, which was ${harmless(because.then)} then`;
    case 'gone':
      return `not restored: ${which}; ${harmless(because.what)} is gone`;
    case 'unchecked':
      return `not restored: ${which}; whether ${harmless(because.what)} still exists could not be read`;
    case 'depends':
      return `not restored: ${which}; they go together with ${because.on}`;
    case 'stopped':
      return `not restored: ${which}; where AWS stops a deployment it takes back the rest by itself`;
    default:
      return because satisfies never;
  }
}
