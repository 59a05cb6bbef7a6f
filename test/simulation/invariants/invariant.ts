import { container } from '../stage/revisions.ts';
import type { LoggedCall } from '../../../src/sandbox/call-log.ts';
import type { ProcessTruth, Course, ReleaseTruth, ServiceCourse } from '../course.ts';
import type { DeploymentTruth, EffectiveCall } from '../ledger.ts';
import type { Scene } from '../scene.ts';

/** Something that must hold for whatever a process did with a service. Pure. */
export interface Invariant {
  readonly name: string;
  /** One sentence that says what was said and what was so; undefined where it holds. */
  readonly check: (release: ReleaseTruth, course: ServiceCourse) => string | undefined;
}

/** Something that must hold for every process as a whole. Pure. */
export interface ProcessInvariant {
  readonly name: string;
  readonly check: (process: ProcessTruth, course: Course) => string | undefined;
}

export interface Violation {
  readonly invariant: string;
  /** `a.1` */
  readonly process: string;
  readonly sentence: string;
}

/** The deployment that a release names in its result. */
export function namedDeployment(
  { said }: ReleaseTruth,
  { ledger }: ServiceCourse,
): DeploymentTruth | undefined {
  const id = said.kind === 'outcome' ? said.result.deployment?.deploymentId : undefined;
  return ledger.deployments.find((deployment) => deployment.id === id);
}

export function isOfCommand(by: string, commandId: string): boolean {
  return by.startsWith(`${commandId}.`);
}

/**
 * Digests that are right for a deploy: the one that its plan names, if the wanted image has ever stood for it; without one all
 * that the image has stood for. A watch and a rollback do not know what was wanted.
 */
export function digestsFor(
  { command, said }: ReleaseTruth,
  { digests }: ServiceCourse,
): readonly string[] | undefined {
  if (command.does !== 'deploy') return undefined;
  const planned = said.kind === 'outcome' ? said.result.plan?.target.digests[container] : undefined;
  const known = digests[command.image];
  return planned === undefined ? known : known.filter((digest) => digest === planned);
}

const stops = new Set(['StopServiceDeployment', 'StopDeployment']);

/** Stops that AWS took from this process, with the deployment that each was about. */
export function stopsOf(
  { id }: ReleaseTruth,
  { ledger }: ServiceCourse,
): { readonly call: EffectiveCall; readonly deployment: DeploymentTruth }[] {
  return ledger.writes.flatMap((call) => {
    if (call.by !== id || !stops.has(call.operation)) return [];
    const stopped = call.input['serviceDeploymentArn'] ?? call.input['deploymentId'];
    const deployment = ledger.deployments.find(({ arn }) => arn === stopped);
    return deployment === undefined ? [] : [{ call, deployment }];
  });
}

/** CodeDeploy has one deployment of a group at a time: whoever is to replace another one has it taken back before it starts its own. */
export function makesWay(
  { command, shape, id }: ReleaseTruth,
  { ledger }: ServiceCourse,
  other: DeploymentTruth,
): boolean {
  if (command.does !== 'deploy' || command.ifBusy !== 'replace' || shape.controller !== 'CODE_DEPLOY')
    return false;
  const mine = ledger.deployments.find(({ startedBy }) => startedBy === id);
  return mine === undefined || other.createdAt < mine.createdAt;
}

/** Calls of a process that did not get what they asked for: by a misfortune, or because AWS said no. */
export function badCallsOf({ id }: ReleaseTruth, { ledger }: ServiceCourse): LoggedCall[] {
  return ledger.calls.filter(
    // An answer that a misfortune touched, and that came all the same, came late. That ECR does not know an image from
    // elsewhere is what was asked.
    ({ by, error, fault }) =>
      by === id && (fault !== undefined || (error !== undefined && error !== 'RepositoryNotFoundException')),
  );
}

/** Whether the run that this release belongs to was to go back, because another of its releases failed. */
export function isRecalled({ facts }: ReleaseTruth): boolean {
  return facts.some(({ fact }) => fact.type === 'rollback.requested' && fact.because.kind === 'run-failed');
}

/** The deployment by which something that had succeeded is taken back, if it is; what is in progress is only stopped. */
export function wayBackOf({ facts }: ReleaseTruth): string | undefined {
  const recall = facts.findIndex(
    ({ fact }) =>
      fact.type === 'rollback.started' &&
      // The last one: our own look found other digests than were asked for.
      ['run-failed', 'gate', 'digest-differs'].includes(fact.because.kind),
  );
  if (recall < 0) return undefined;
  const [started] = facts
    .slice(recall)
    .flatMap(({ fact }) => (fact.type === 'deployment.started' ? [fact.deployment.deploymentId] : []));
  return started;
}

/** Who serves in a scene, in words. */
export function describeScene(scene: Scene | undefined): string {
  if (scene === undefined) return 'nothing is known';
  const { status, desired, primary, running, traffic } = scene;
  const healthy = running.filter((task) => task.healthy && !task.failing).length;
  const revision = primary?.taskDefinition.split('/').at(-1) ?? 'nothing';
  const own = running.filter(({ deploymentId }) => deploymentId === primary?.id).length;
  const foreign = traffic.filter((id) => id !== primary?.id);
  return (
    `the service is ${status}, its primary is ${revision} (${primary?.id ?? 'none'}, ${primary?.rolloutState ?? ''}), ` +
    `${running.length} of ${desired} tasks run, ${healthy} of them healthy, ${own} of the primary` +
    (foreign.length === 0 ? '' : `, and requests go to ${foreign.join(' and ')}`)
  );
}
