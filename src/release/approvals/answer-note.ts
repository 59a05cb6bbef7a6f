import type { Deployment } from '../../model/deployment.ts';
import type { PendingApproval } from '../../model/lifecycle.ts';
import { pauseName } from '../../model/pause-name.ts';
import type { Tag } from '../../model/task-definition.ts';
import type { Answer } from './answer-pause.ts';

/** Tag of the service: the last answer to a pause. */
export const approvalTag = 'ecsdeploy:approval';

export interface AnswerNote {
  readonly answer: Answer;
  readonly approval: PendingApproval;
  /** ARN of the caller, as STS tells it. */
  readonly who: string;
  /** The account of the service. */
  readonly account?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly reason?: string | undefined;
}

/**
 * `continue POST_SCALE_UP 8aCmYqqn/ecs-pause-x1y2 2026-11-21T15:04:05Z assumed-role/ops/anna: looked at the graphs`. The reason
 * comes last: where the note is too long for a tag, it is what is cut. Pure.
 */
export function answerNote({ answer, approval, who, account, at, reason }: AnswerNote): string {
  const what = answer === 'continue' ? 'continue' : 'rollback';
  const when = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const parts = [what, approval.stage, pauseName(approval), when, shortPrincipal(who, account)];
  const note = parts.filter((part) => part !== '').join(' ');
  const why = reason?.replace(/\s+/g, ' ').trim() ?? '';
  return why === '' ? note : `${note}: ${why}`;
}

/** `assumed-role/ops/anna` of the service's own account; `210987654321:assumed-role/ops/anna` of another one. */
function shortPrincipal(arn: string, account: string | undefined): string {
  const [, , , of = '', ...rest] = arn.split(':').slice(1);
  const name = rest.join(':');
  if (name === '') return arn;
  return of === account ? name : `${of}:${name}`;
}

/**
 * What is noted about a pause of a deployment: by whom it was answered, when, and why; undefined where the note is about another one.
 * The wait of CodeDeploy has the same name in each of its deployments. Pure.
 */
export function noteAbout(
  { serviceDeploymentArn, deploymentId }: Pick<Deployment, 'serviceDeploymentArn' | 'deploymentId'>,
  hookId: string,
  tags: readonly Tag[],
): string | undefined {
  const note = tags.find(({ key }) => key === approvalTag)?.value;
  const name = `${(serviceDeploymentArn ?? deploymentId).split('/').at(-1) ?? ''}/${hookId}`;
  return note?.split(' ').includes(name) === true ? note : undefined;
}
