import type { Warning } from '../model/release-event.ts';
import { harmless } from './harmless.ts';

/** What deserves a second look but stops nothing. */
export function describeWarning(warning: Warning): string {
  switch (warning.kind) {
    case 'no-rollback-configured':
      return 'AWS rolls nothing back by itself here: circuit breaker and alarms are off, or without rollback; only this process would';
    case 'digest-unresolved':
      return `the digest of ${harmless(warning.image)} could not be found, so the running tasks cannot be compared with it: ${harmless(warning.error)}`;
    case 'tag-not-written':
      return `tag ${harmless(warning.tag)} was not written: ${harmless(warning.error)}`;
    case 'tag-value-altered':
      return `tag ${harmless(warning.tag)} was written as "${harmless(warning.value)}": AWS does not take the value as it was`;
    case 'settings-not-applied':
      return `the deployment in progress is adopted as it is; these settings wait for the next one: ${warning.paths.map(harmless).join(', ')}`;
    case 'no-health-check':
      return 'neither a load balancer nor a container health check watches this service: a task that runs counts as healthy';
    case 'alarm-already-firing':
      return `${warning.alarms.length === 1 ? 'alarm' : 'alarms'} ${warning.alarms.map(harmless).join(', ')} already firing: ECS does not watch what fires at the start, for this whole deployment`;
    case 'evidence-missing':
      return `${harmless(warning.what)} could not be read: ${harmless(warning.error)}`;
    default:
      return warning satisfies never;
  }
}
