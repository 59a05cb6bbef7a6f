import { container } from '../stage.ts';
import type { Course, ProcessTruth } from '../simulate.ts';
import type { DeploymentTruth, EffectiveCall, Scene } from '../truth.ts';

/** Something that must hold for every process of every history. Pure. */
export interface Invariant {
  readonly name: string;
  /** One sentence that says what was said and what was so; undefined where it holds. */
  readonly check: (process: ProcessTruth, course: Course) => string | undefined;
}

export interface Violation {
  readonly invariant: string;
  /** `a.1` */
  readonly process: string;
  readonly sentence: string;
}

/** The deployment that the process names in its result. */
export function namedDeployment({ said }: ProcessTruth, { ledger }: Course): DeploymentTruth | undefined {
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
  { command, said }: ProcessTruth,
  { stage }: Course,
): readonly string[] | undefined {
  if (command.does !== 'deploy') return undefined;
  const planned = said.kind === 'outcome' ? said.result.plan?.target.digests[container] : undefined;
  const digests = stage.digests[command.image];
  return planned === undefined ? digests : digests.filter((digest) => digest === planned);
}

/** Stops that AWS took from this process, with the deployment that each was about. */
export function stopsOf(
  { id }: ProcessTruth,
  { ledger }: Course,
): { readonly call: EffectiveCall; readonly deployment: DeploymentTruth }[] {
  return ledger.writes.flatMap((call) => {
    if (call.by !== id || call.operation !== 'StopServiceDeployment') return [];
    const deployment = ledger.deployments.find(({ arn }) => arn === call.input['serviceDeploymentArn']);
    return deployment === undefined ? [] : [{ call, deployment }];
  });
}

/** Who serves in a scene, in words. */
export function describeScene(scene: Scene | undefined): string {
  if (scene === undefined) return 'nothing is known';
  const { status, desired, primary, running } = scene;
  const healthy = running.filter((task) => task.healthy && !task.failing).length;
  const revision = primary?.taskDefinition.split('/').at(-1) ?? 'nothing';
  const own = running.filter(({ deploymentId }) => deploymentId === primary?.id).length;
  return (
    `the service is ${status}, its primary is ${revision} (${primary?.id ?? 'none'}, ${primary?.rolloutState ?? ''}), ` +
    `${running.length} of ${desired} tasks run, ${healthy} of them healthy, ${own} of the primary`
  );
}
