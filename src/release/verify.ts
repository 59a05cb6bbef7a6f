import { digestsUnder, findRegistryImage } from '../aws/registry-images.ts';
import { describeService, isRejection } from '../aws/services.ts';
import { findTaskDefinition } from '../aws/task-definitions.ts';
import { describeTasks, listTasks, type TaskState } from '../aws/tasks.ts';
import type { Deployment } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import { revisionName } from '../model/service-ref.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Verification } from './conclude.ts';
import { findSuccessor } from './codedeploy/find-successor.ts';
import { lookInterval } from './follow-policy.ts';
import { NoTimeLeft } from './grace.ts';
import {
  judgeNewRevision,
  judgeOldRevision,
  type AllowedDigests,
  type JudgedAt,
  type Running,
} from './judge-running.ts';
import { judgeTargets, noTargets } from './judge-targets.ts';
import { judgeWeights, type ExpectedTraffic } from './judge-weights.ts';
import { RuleReader } from './rule-reader.ts';
import { servingGroups } from './serving-groups.ts';
import { hasHealthCheck } from '../task-definitions/has-health-check.ts';
import type { ReleaseContext } from './release-context.ts';

// ECS is eventually consistent: right after its verdict a list of tasks may still be a moment old.
const looksAtMost = 4;

/** The image that each container was asked to run. */
export interface ExpectedImage {
  readonly container: string;
  readonly image: string;
  readonly digest: string;
  /** A tag of ours says so, and the image itself does not: another digest is then no proof of a wrong image. */
  readonly isNote?: boolean | undefined;
}

/**
 * Looks at what runs after AWS said SUCCESSFUL: success is ours to tell only if it is our revision and our image.
 * @throws Interrupted instead of another look, and NoTimeLeft
 */
export async function verifyNewRevision(
  context: ReleaseContext,
  deployment: Deployment,
  expected: readonly ExpectedImage[],
  judged: JudgedAt = {},
): Promise<Verification> {
  let allowed: AllowedDigests = Object.fromEntries(
    expected.map(({ container, digest }) => [container, [digest]]),
  );
  let hasOpenedIndexes = false;
  return await lookUntilSettled(context, deployment, judged.at, async (found) => {
    const running = { ...found, successor: await findSuccessor(context, found.service) };
    let verdict = judgeNewRevision(running, deployment, allowed, judged);
    if (verdict.because.kind === 'digest-differs' && !hasOpenedIndexes) {
      hasOpenedIndexes = true;
      allowed = await openIndexes(context, expected);
      verdict = judgeNewRevision(running, deployment, allowed, judged);
    }
    return asFarAsKnown(verdict, expected);
  });
}

function asFarAsKnown(verdict: Verdict, expected: readonly ExpectedImage[]): Verdict {
  const { because } = verdict;
  if (because.kind !== 'digest-differs') return verdict;
  const isNote = expected.some((image) => image.container === because.container && image.isNote === true);
  return isNote ? { kind: 'inconclusive', because } : verdict;
}

/**
 * Looks at what runs after AWS said that it rolled back.
 * @throws Interrupted instead of another look, and NoTimeLeft
 */
export async function verifyOldRevision(
  context: ReleaseContext,
  failed: Deployment,
  judgedAt?: number,
): Promise<Verification> {
  return await lookUntilSettled(context, failed, judgedAt, (running) =>
    Promise.resolve(judgeOldRevision(running, failed, judgedAt)),
  );
}

/** Where to look. */
type Place = Pick<Deployment, 'service' | 'codeDeploy'>;

async function lookUntilSettled(
  context: ReleaseContext,
  deployment: Place,
  judgedAt: number | undefined,
  judge: (running: Running) => Promise<Verdict>,
): Promise<Verification> {
  const rules = new RuleReader(context);
  let verification: Verification = {
    verdict: { kind: 'inconclusive', because: { kind: 'no-running-task' } },
  };
  for (let look = 1; look <= looksAtMost; look++) {
    try {
      const found = await readRunning(context, deployment, judgedAt);
      if (found === undefined) {
        return { verdict: { kind: 'fail', because: { kind: 'service-gone', status: 'deleted' } } };
      }
      const { running, traffic } = found;
      const verdict = await judge(running);
      verification = {
        verdict: verdict.kind === 'pass' ? ((await misled(rules, traffic)) ?? verdict) : verdict,
        serving: revisionName(running.service.taskDefinition),
      };
    } catch (error) {
      if (!(error instanceof EcsdeployError) || error instanceof NoTimeLeft) throw error;
      const because = { kind: 'unverified', what: 'what runs', error: error.message } as const;
      return { verdict: { kind: 'inconclusive', because } };
    }
    const { kind } = verification.verdict;
    if (kind === 'pass' || kind === 'fail') return verification;
    if (look < looksAtMost) await context.clock.sleep(lookInterval, context.interrupt);
  }
  const { because } = verification.verdict;
  // A rule that still says so after all looks is no echo of an earlier state.
  return because.kind === 'weights-differ'
    ? { ...verification, verdict: { kind: 'fail', because } }
    : verification;
}

/** What runs well serves nobody unless the load balancers send the requests there. */
async function misled(rules: RuleReader, traffic: readonly ExpectedTraffic[]): Promise<Verdict | undefined> {
  const because = judgeWeights(traffic, await rules.read(traffic.map(({ rule }) => rule)));
  return because === undefined ? undefined : { kind: 'pending', because };
}

/** What runs, and where its requests should come from. */
interface FoundRunning {
  readonly running: Running;
  readonly traffic: readonly ExpectedTraffic[];
}

/** What runs; undefined where the service, or its cluster, is deleted. */
async function readRunning(
  context: ReleaseContext,
  { service: ref, codeDeploy }: Place,
  judgedAt: number | undefined,
): Promise<FoundRunning | undefined> {
  const { aws } = context;
  const service = await describeService(aws, ref).catch((error: unknown) => {
    if (isRejection(error, 'ClusterNotFoundException')) return undefined;
    throw error;
  });
  if (service?.status !== 'ACTIVE') return undefined;
  if (service.desiredCount === 0) {
    return { running: { service, tasks: [], targets: noTargets, checked: new Set() }, traffic: [] };
  }
  const arns = await listTasks(aws, ref, 'RUNNING');
  const tasks = await describeTasks(aws, ref.cluster, arns);
  const groups = await servingGroups(context, service, tasks, codeDeploy);
  const targets = await judgeTargets(context, groups);
  const late = tasks.filter(({ startedAt = 0 }) => startedAt > (judgedAt ?? Number.POSITIVE_INFINITY));
  const isAsked = targets.areKnown || service.loadBalancers.length === 0;
  const checked = isAsked ? await checkedRevisions(context, late) : new Set<string>();
  return { running: { service, tasks, targets, checked }, traffic: groups.traffic };
}

/**
 * Revisions whose containers have a health check: a task shows no difference between none and one that has not answered yet. It
 * matters only where a load balancer speaks for a task whose container does not, or there is none, and that nobody has judged.
 */
async function checkedRevisions(
  { aws }: ReleaseContext,
  tasks: readonly TaskState[],
): Promise<ReadonlySet<string>> {
  const silent = tasks.filter(({ healthStatus }) => healthStatus === 'UNKNOWN');
  const checked = new Set<string>();
  for (const arn of new Set(silent.map(({ taskDefinition }) => taskDefinition))) {
    const revision = await findTaskDefinition(aws, arn);
    if (revision !== undefined && hasHealthCheck(revision.definition)) checked.add(arn);
  }
  return checked;
}

/** A multi-platform image: the container runtime reports the digest of the child for its platform. */
async function openIndexes(
  { aws }: ReleaseContext,
  expected: readonly ExpectedImage[],
): Promise<AllowedDigests> {
  const entries: [string, readonly string[]][] = [];
  for (const { container, image, digest } of expected) {
    const found = await findRegistryImage(aws, image);
    const digests = found.kind === 'found' ? await digestsUnder(aws, found.uri, digest) : [digest];
    entries.push([container, digests]);
  }
  return Object.fromEntries(entries);
}
