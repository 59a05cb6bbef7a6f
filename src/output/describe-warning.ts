import type { Warning } from '../model/release-event.ts';
import { revisionName } from '../model/service-ref.ts';
import { harmless } from './harmless.ts';

/** What deserves a second look but stops nothing. */
export function describeWarning(warning: Warning): string {
  switch (warning.kind) {
    case 'no-rollback-configured':
      return 'nothing rolls a bad release back: circuit breaker and alarms are off, or without rollback';
    case 'digest-unresolved':
      return `the digest of ${harmless(warning.image)} could not be found, so the running tasks cannot be compared with it: ${harmless(warning.error)}`;
    case 'tag-not-written':
      return `tag ${harmless(warning.tag)} was not written: ${harmless(warning.error)}`;
    case 'tag-value-altered':
      return `tag ${harmless(warning.tag)} was written as "${harmless(warning.value)}": AWS does not take the value as it was`;
    case 'mutable-tag':
      return `${harmless(warning.image)} names a tag that can move; a digest would not`;
    case 'newer-revisions': {
      const newer = warning.newer.map(revisionName).join(', ');
      return `${revisionName(warning.base)} is not the newest revision (newer: ${newer}); what they changed is not in this release`;
    }
    case 'no-health-check':
      return 'neither a load balancer nor a container health check watches this service: a task that runs counts as healthy';
    case 'alarm-already-firing':
      return `${warning.alarms.length === 1 ? 'alarm' : 'alarms'} ${warning.alarms.map(harmless).join(', ')} already firing: a new deployment would be rolled back at once`;
    case 'evidence-missing':
      return `${harmless(warning.what)} could not be read: ${harmless(warning.error)}`;
    default:
      return warning satisfies never;
  }
}
