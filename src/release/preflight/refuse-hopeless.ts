import { EcsdeployError } from '../../model/error.ts';
import type { PreflightFinding, PreflightReason, PreflightResult } from '../../model/preflight.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';

type Certain = (typeof certain)[number];

/** What no release survives: no task would start, or ECS would refuse the revision. Everything else is told, and stops nothing. */
const certain = [
  'secret-missing',
  'secret-marked-for-deletion',
  'parameter-missing',
  'log-group-missing',
  'role-missing',
  'role-not-assumable',
  'role-of-other-account',
  'execution-role-needed',
  'network-mode-mismatch',
  'balanced-container-missing',
  'balanced-port-not-mapped',
] as const satisfies readonly PreflightReason['kind'][];

/** What UpdateService refuses, so that no task is tried at all. */
const refusedByEcs: readonly PreflightReason['kind'][] = [
  'network-mode-mismatch',
  'balanced-container-missing',
  'balanced-port-not-mapped',
];

const faults: Readonly<Record<Certain, string>> = {
  'secret-missing': 'does not exist',
  'secret-marked-for-deletion': 'is marked for deletion',
  'parameter-missing': 'does not exist',
  'log-group-missing': 'does not exist',
  'role-missing': 'does not exist',
  'role-not-assumable': 'cannot be assumed by the tasks of ECS',
  'role-of-other-account': 'is of another account',
  'execution-role-needed': 'is missing',
  'network-mode-mismatch': 'is not the one that the service was created for',
  'balanced-container-missing': 'is what the load balancer expects, and no such container is there',
  'balanced-port-not-mapped': 'is what the load balancer expects, and the container does not map the port',
};

/** Tasks of the revision could not start, or ECS would not take it. Said before anything is registered, with everything that is wrong at once. */
class HopelessRevision extends EcsdeployError {
  constructor(service: ServiceRef, findings: readonly PreflightFinding[]) {
    const [first, ...others] = findings.map(
      ({ subject, because }) => `${subject} ${faults[because.kind as Certain]}`,
    );
    // Which of the two it is, the first one decides: it is the one that is named.
    const isRefused = findings[0] !== undefined && refusedByEcs.includes(findings[0].because.kind);
    const what = isRefused
      ? `ECS would refuse the revision for service "${serviceName(service)}"`
      : `no task for service "${serviceName(service)}" could start`;
    const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
    super({
      code: 'refused.preflight',
      message: `${what}: ${first ?? ''}${more}`,
      suggestions: [
        ...others,
        '`ecsdeploy verify` shows all of it, each with what to do.',
        'With --no-verify it is released all the same.',
      ],
      details: { findings },
    });
  }
}

/** Those that are certain to fail a release. Pure. */
export function hopeless(results: readonly PreflightResult[]): PreflightFinding[] {
  const kinds: readonly string[] = certain;
  return results.filter(
    (result): result is PreflightFinding => result.kind === 'finding' && kinds.includes(result.because.kind),
  );
}

/** @throws HopelessRevision */
export function refuseHopeless(service: ServiceRef, results: readonly PreflightResult[]): void {
  const findings = hopeless(results);
  if (findings.length > 0) throw new HopelessRevision(service, findings);
}
