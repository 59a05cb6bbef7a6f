import {
  toServiceState,
  type ServiceSettings,
  type ServiceState,
} from '../../../../src/aws/service-state.ts';
import type { PreflightResult } from '../../../../src/model/preflight.ts';
import type { ContainerDefinition, TaskDefinition } from '../../../../src/model/task-definition.ts';
import type { PreflightSubject } from '../../../../src/release/preflight/preflight-subject.ts';

export function aService(overrides: Partial<ServiceState> = {}): ServiceState {
  return {
    ...toServiceState({
      serviceArn: 'arn:aws:ecs:eu-west-1:123456789012:service/prod/web',
      clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/prod',
      serviceName: 'web',
      desiredCount: 2,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    }),
    ...overrides,
  };
}

export function aDefinition(
  container: Partial<ContainerDefinition> = {},
  overrides: Partial<TaskDefinition> = {},
): TaskDefinition {
  return {
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      { name: 'web', image: 'registry.example/web:1', portMappings: [{ containerPort: 80 }], ...container },
    ],
    ...overrides,
  };
}

export interface SubjectOverrides extends Partial<Omit<PreflightSubject, 'settings'>> {
  readonly settings?: Partial<ServiceSettings>;
}

export function aSubject(overrides: SubjectOverrides = {}): PreflightSubject {
  const { settings, service = aService(), ...rest } = overrides;
  return {
    definition: aDefinition(),
    controller: { kind: 'ecs' },
    ownRollback: true,
    timeout: 20 * 60_000,
    built: [],
    readsSecretValues: true,
    ...rest,
    service,
    settings: { ...service.settings, ...settings },
  };
}

/** `passed`, `skipped: permission`, `error: secret-missing`: what a result says at a glance. */
export function inBrief(result: PreflightResult | undefined): string {
  if (result === undefined) return 'nothing';
  switch (result.kind) {
    case 'passed':
      return 'passed';
    case 'skipped':
      return `skipped: ${result.because.kind}`;
    case 'finding':
      return `${result.severity}: ${result.because.kind}`;
  }
}
