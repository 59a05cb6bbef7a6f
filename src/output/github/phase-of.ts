import type { ReleaseEvent } from '../../model/release-event.ts';
import { phaseNames, rowOf } from '../live-row.ts';

/**
 * What a release does from this event on, in the words that the rows of a terminal have; undefined for an event that begins nothing new.
 * Pure.
 */
export function phaseOf(event: ReleaseEvent): string | undefined {
  switch (event.type) {
    case 'release.started':
    case 'image.settled':
      return 'Prepare';
    case 'release.waiting':
      return 'Wait for its turn';
    case 'build.started':
      return phaseNames.build;
    case 'push.started':
      return phaseNames.push;
    case 'deployment.waiting-for-other':
      return 'Wait for another deployment';
    case 'deployment.started':
      return phaseNames.deployment;
    case 'deployment.observed': {
      const row = rowOf(event.snapshot);
      return row === undefined || row === 'prepare' ? undefined : phaseNames[row];
    }
    case 'approval.awaited':
      return event.gates === undefined ? 'Wait for approval' : 'Held for gates';
    case 'rollback.started':
      return phaseNames['roll-back'];
    case 'watch.started':
      return 'Watch after the release';
    case 'gate.started':
      return event.moment === 'before' ? 'Gates before the deployment' : undefined;
    default:
      return undefined;
  }
}
