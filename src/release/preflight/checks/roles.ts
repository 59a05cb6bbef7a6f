import { findRole, type RoleState } from '../../../aws/roles.ts';
import type { ExecutionRoleNeed, PreflightResult, RoleMember } from '../../../model/preflight.ts';
import type { TaskDefinition } from '../../../model/task-definition.ts';
import { errorOf, passed, skipped, type PreflightCheck } from '../preflight-check.ts';
import { groupOf, placeOf, type PreflightSubject } from '../preflight-subject.ts';
import { readOrSkip, type ReadOrSkip } from '../read-or-skip.ts';
import { trustOf } from '../trust-policy.ts';

const name = 'roles';

/** A role as it is written, ARN or short name, and who is to assume it. */
export interface NamedRole {
  readonly member: RoleMember;
  readonly written: string;
  readonly by: string;
}

/** The roles of a release: that they are there where they are needed, and that those who need them may assume them. */
export const rolesCheck: PreflightCheck = {
  name,
  run: async ({ aws }, subject) => {
    const { account } = placeOf(subject);
    const results = await Promise.all(
      namedRoles(subject).map(async (role) => {
        const foreign = roleOfOtherAccount(role, account);
        if (foreign !== undefined) return foreign;
        const [roleName = role.written] = role.written.split('/').slice(-1);
        return judgeRole(role, await readOrSkip(() => findRole(aws, roleName)));
      }),
    );
    return [...results, ...judgeExecutionRole(subject.definition)];
  },
};

/**
 * Those that are not in use already.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/codedeploy_IAM_role.html
 * Pure.
 */
export function namedRoles({
  definition,
  running,
  service,
  controller,
}: Pick<PreflightSubject, 'definition' | 'running' | 'service' | 'controller'>): NamedRole[] {
  const ofTasks = (['executionRoleArn', 'taskRoleArn'] as const).flatMap((member) => {
    const written = definition[member];
    if (typeof written !== 'string' || written === '' || written === running?.[member]) return [];
    return [{ member, written, by: 'ecs-tasks.amazonaws.com' }];
  });
  if (running !== undefined) return ofTasks;
  const ofBalancers = service.loadBalancers.flatMap(({ advanced }) => advanced?.roleArn ?? []);
  const ofGroup = groupOf(controller)?.serviceRoleArn;
  return [
    ...ofTasks,
    ...[...new Set(ofBalancers)].map((written) => ({
      member: 'roleArn' as const,
      written,
      by: 'ecs.amazonaws.com',
    })),
    ...(ofGroup === undefined
      ? []
      : [{ member: 'serviceRoleArn' as const, written: ofGroup, by: 'codedeploy.amazonaws.com' }]),
  ];
}

/** ECS takes roles of its own account only: "Role is not valid". Pure. */
export function roleOfOtherAccount({ member, written }: NamedRole, own: string): PreflightResult | undefined {
  const [arn, , , , account = ''] = written.split(':');
  if (arn !== 'arn' || account === own) return undefined;
  return errorOf(name, written, { kind: 'role-of-other-account', member, account, own });
}

/** Pure. */
export function judgeRole(
  { member, written, by }: NamedRole,
  read: ReadOrSkip<RoleState | undefined>,
): PreflightResult {
  if (read.kind === 'skipped') return skipped(name, written, read.because);
  // IAM finds a role by its name alone; ECS takes the ARN as it is written, path and all.
  const isAnother = written.startsWith('arn:') && read.value !== undefined && read.value.arn !== written;
  if (read.value === undefined || isAnother) return errorOf(name, written, { kind: 'role-missing', member });
  const trust = trustOf(read.value.trustPolicy, by);
  switch (trust.kind) {
    case 'may-assume':
      return passed(name, written);
    case 'may-not':
      return errorOf(name, written, { kind: 'role-not-assumable', member, by, trusted: trust.trusted });
    case 'unreadable':
      return skipped(name, written, { kind: 'unreadable', error: unreadable[trust.because] });
    default:
      return trust satisfies never;
  }
}

const unreadable = {
  'no-json': 'its trust policy is no JSON',
  negated: 'its trust policy says whom or what it leaves out, with NotPrincipal or NotAction',
} as const;

/**
 * What cannot be without an execution role: secrets anywhere, and on Fargate images of ECR and the log driver awslogs as well, which
 * elsewhere use the role of the instance.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 * Pure.
 */
export function judgeExecutionRole(definition: TaskDefinition): PreflightResult[] {
  const { executionRoleArn, requiresCompatibilities, containerDefinitions } = definition;
  if (typeof executionRoleArn === 'string' && executionRoleArn !== '') return [];
  const isFargate = Array.isArray(requiresCompatibilities) && requiresCompatibilities.includes('FARGATE');
  const needs = containerDefinitions.flatMap((container): ExecutionRoleNeed[] => [
    ...(Array.isArray(container['secrets']) && container['secrets'].length > 0 ? ['secrets' as const] : []),
    ...(isFargate && isOfEcr(container.image) ? ['ecr-image' as const] : []),
    ...(isFargate && logsToCloudWatch(container['logConfiguration']) ? ['awslogs' as const] : []),
  ]);
  if (needs.length === 0) return [];
  return [errorOf(name, 'executionRoleArn', { kind: 'execution-role-needed', for: [...new Set(needs)] })];
}

/** By its host, as ECS itself decides it when a definition is registered. */
function isOfEcr(image: string | undefined): boolean {
  return /^\d{12}\.dkr[.-]ecr\./.test(image ?? '');
}

function logsToCloudWatch(configuration: unknown): boolean {
  return (configuration as { readonly logDriver?: unknown } | undefined)?.logDriver === 'awslogs';
}
