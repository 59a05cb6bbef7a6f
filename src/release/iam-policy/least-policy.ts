import { callerIdentity } from '../../aws/caller-identity.ts';
import { PermissionDenied } from '../../aws/errors.ts';
import { findRegistryImage } from '../../aws/registry-images.ts';
import { requireService } from '../../aws/services.ts';
import { requireTaskDefinition } from '../../aws/task-definitions.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { FoundGroup } from '../../controllers/codedeploy/find-group.ts';
import type { CodeDeploySettings } from '../../model/codedeploy.ts';
import type { Gate } from '../../model/gate.ts';
import type { LeastPolicy, PolicyCommand, PolicyGap } from '../../model/iam-policy.ts';
import type { DeploymentSettings } from '../../model/release-plan.ts';
import { serviceName, type ServiceRef } from '../../model/service-ref.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';
import { checkAccount } from '../check-account.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { TaskDefinitionSource } from '../requests.ts';
import { whileReading } from '../while-reading.ts';
import { describeSubject, type SubjectFacts } from './describe-subject.ts';
import { charactersOf, policyDocument } from './document.ts';
import { permissionsFor } from './permissions.ts';
import type { ArnPlace, PolicySubject } from './policy-subject.ts';

export interface PolicyOrder {
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  /** That of the configuration; absent: that of the clients. */
  readonly region?: string | undefined;
  /** Where releases take the task definition from. */
  readonly base: TaskDefinitionSource;
  /** Where builds are pushed to, as it is written. */
  readonly builds?: string | undefined;
  readonly settings: DeploymentSettings;
  readonly codeDeploy?: CodeDeploySettings | undefined;
  readonly gates: readonly Gate[];
  readonly suspendsScaling: boolean;
  /** Absent: all. */
  readonly commands?: readonly PolicyCommand[] | undefined;
}

/**
 * The least policy for a configuration, exact since AWS is asked what the service is like. Reads only.
 * @throws what reading throws; whoever may not read the service asks without AWS (`leastPolicyOffline`)
 */
export async function leastPolicy(context: ReleaseContext, order: PolicyOrder): Promise<LeastPolicy> {
  return await whileReading(context, async (reading) => {
    const { aws } = reading;
    await checkAccount(reading, order.account);
    const region = order.region ?? (await aws.clients.region());
    const account = order.account ?? (await callerIdentity(aws)).account;
    const live = await requireService(aws, order.service);
    const running = await requireTaskDefinition(aws, live.taskDefinition);
    const definitions = [running.definition, ...(await definitionsOf(reading, order.base))];
    const facts: SubjectFacts = {
      ...order,
      place: placeOf(region, account),
      definitions,
      live,
      group: await groupOf(reading, live, order.codeDeploy),
      ecrImages: await imagesOfEcr(reading, definitions),
    };
    return policyOf(describeSubject(facts), order.commands, []);
  });
}

/** The same from files alone: what they do not say is a `*`, or taken to be as usual, and told as a gap. Pure. */
export function leastPolicyOffline(order: PolicyOrder): LeastPolicy {
  const { account = '*', region = '*', base } = order;
  const definitions = base.kind === 'file' ? [base.definition] : [];
  const subject = describeSubject({ ...order, place: placeOf(region, account), definitions });
  const resources = permissionsFor(subject, order.commands).flatMap((permission) => permission.resources);
  const isOpen = (part: string) => resources.some((resource) => resource.includes(part));
  const unknown: Readonly<Record<Extract<PolicyGap, { kind: 'unknown' }>['what'], boolean>> = {
    account: account === '*',
    region: region === '*',
    family: isOpen(':task-definition/*'),
    roles: isOpen(':role/*'),
  };
  const gaps = (['account', 'region', 'family', 'roles'] as const).filter((what) => unknown[what]);
  return policyOf(subject, order.commands, [
    ...gaps.map((what) => ({ kind: 'unknown', what }) as const),
    { kind: 'not-asked' },
  ]);
}

function policyOf(
  subject: PolicySubject,
  commands: readonly PolicyCommand[] | undefined,
  gaps: readonly PolicyGap[],
): LeastPolicy {
  const permissions = permissionsFor(subject, commands);
  const document = policyDocument(permissions);
  const keyed = permissions.some(({ reason }) => reason === 'secret-keys')
    ? subject.secrets.filter(({ hasKey }) => hasKey).map(({ arn }) => arn)
    : [];
  return {
    service: serviceName(subject.service),
    permissions,
    document,
    characters: charactersOf(document),
    gaps: keyed.length === 0 ? gaps : [...gaps, { kind: 'key-of-secret', secrets: keyed }],
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function placeOf(region: string, account: string): ArnPlace {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return { partition, region, account };
}

async function definitionsOf({ aws }: ReleaseContext, base: TaskDefinitionSource): Promise<TaskDefinition[]> {
  switch (base.kind) {
    case 'file':
      return [base.definition];
    case 'revision':
      return [(await requireTaskDefinition(aws, base.nameOrArn)).definition];
    case 'live':
      return [];
    default:
      return base satisfies never;
  }
}

async function groupOf(
  { aws }: ReleaseContext,
  live: ServiceState,
  codeDeploy: CodeDeploySettings = {},
): Promise<FoundGroup | undefined> {
  return live.controller === 'CODE_DEPLOY' ? await findGroupOf({ aws }, live, codeDeploy) : undefined;
}

/** Which images ECR calls its own; undefined where it may not be asked, and names have to tell. */
async function imagesOfEcr(
  { aws }: ReleaseContext,
  definitions: readonly TaskDefinition[],
): Promise<ReadonlySet<string> | undefined> {
  const images = new Set(
    definitions.flatMap(({ containerDefinitions }) =>
      containerDefinitions.flatMap(({ image }) => image ?? []),
    ),
  );
  const own = new Set<string>();
  try {
    for (const image of images) {
      const { kind } = await findRegistryImage(aws, image);
      if (kind !== 'elsewhere') own.add(image);
    }
  } catch (error) {
    if (error instanceof PermissionDenied) return undefined;
    throw error;
  }
  return own;
}
