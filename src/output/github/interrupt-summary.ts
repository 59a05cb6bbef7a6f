import { deploymentName } from '../../model/deployment-name.ts';
import { changedBy, type Outcome } from '../../model/outcome.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { Standing } from '../../model/standing.ts';
import { deploymentLink } from '../console-link.ts';
import { outcomeInBrief } from '../outcome-in-brief.ts';
import { code, codeBlock, plain } from './markdown.ts';
import { toneIcons } from './outcome-icon.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { SummaryBlock } from './summary-block.ts';

type Signal = Extract<Outcome, { kind: 'interrupted' }>['signal'];

/**
 * What stands in the summary from the moment of the signal on, should the runner kill the process before there is a result: what goes on at
 * AWS, and how to come back to it.
 *
 * @param calledAs how commands name a service by its configuration file
 */
export function interruptSummary(
  signal: Signal,
  then: 'detach' | 'rollback',
  records: readonly ReleaseRecord[],
  calledAs: (service: string) => string | undefined = () => undefined,
): SummaryBlock[] {
  const head = block('the heading', `## ${toneIcons.warn} Interrupted by ${signal}`);
  const blocks = records.flatMap((record) => [
    ...blocksOf(record, then, calledAs(record.service)),
    ...blocksEnded(record),
  ]);
  if (blocks.length === 0) return [head, block('the state', '**No deployment had been started.**')];
  return [head, ...blocks];
}

/** Of a run of several services: what ended before, and is not as it was. */
function blocksEnded({ service, standing, outcome, deployment }: ReleaseRecord): SummaryBlock[] {
  if (standing !== undefined || outcome === undefined || changedBy(outcome) === 'nothing') return [];
  const brief = outcomeInBrief(outcome, { after: deployment?.taskDefinition });
  return [block(service, `${code(service)}: **${plain(brief)}.**`)];
}

function blocksOf(
  record: ReleaseRecord,
  then: 'detach' | 'rollback',
  calledAs: string | undefined,
): SummaryBlock[] {
  const { service, deployment, standing } = record;
  if (standing === undefined) return [];
  const link = deploymentLink(deployment);
  const where = link === undefined ? '' : ` ([in AWS's console](${link}))`;
  return [
    block(service, `${code(service)}: **${stateOf(standing, record, then)}**${where}`),
    block('the commands', codeBlock(commandsOf(standing, record, then, calledAs), 'sh')),
  ];
}

function stateOf(standing: Standing, record: ReleaseRecord, then: 'detach' | 'rollback'): string {
  const { deployment } = record;
  const revision = deployment === undefined ? undefined : code(revisionName(deployment.taskDefinition));
  const of = revision === undefined ? '' : ` of ${revision}`;
  const asking = `AWS is being asked to roll back the deployment${of}; whether it heard was not seen.`;
  switch (standing) {
    case 'answering':
      return `the pause of the deployment${of} is being answered; whether AWS heard was not seen.`;
    case 'asking-back':
      return asking;
    case 'going-back':
    case 'taking-back':
      return rollbackGoesOn;
    case 'forward':
      if (then === 'rollback') return asking;
      return isWayBack(record) ? rollbackGoesOn : `the deployment${of} goes on at AWS.`;
    case 'successful':
      return `AWS calls the deployment${of} successful; what runs was not looked at to the end.`;
    case 'watched':
      return `${revision ?? 'the new revision'} is released and serves; it is watched no longer.`;
    case 'rolled-back':
      return `AWS has rolled back; what runs was not looked at to the end.`;
    case 'ended':
      return `AWS has ended the deployment${of}; what runs was not looked at to the end.`;
    default:
      return standing satisfies never;
  }
}

const rollbackGoesOn = 'the rollback goes on at AWS.';

/** What is under way is itself what `rollback` has begun; what it only stops is not. */
function isWayBack({ plan }: ReleaseRecord): boolean {
  return plan?.action === 'rollback' && !plan.steps.some(({ kind }) => kind === 'stop-and-roll-back');
}

function commandsOf(
  standing: Standing,
  record: ReleaseRecord,
  then: 'detach' | 'rollback',
  calledAs: string | undefined,
): string[] {
  const { service, deployment } = record;
  const [cluster = '', name = ''] = service.split('/');
  const where = `--cluster ${cluster} --service ${name}`;
  const id = deployment && deploymentName(deployment);
  const resume = `ecsdeploy resume ${calledAs ?? where}${id === undefined ? '' : ` --deployment ${id}`}`;
  const rollback = `ecsdeploy rollback ${where}`;
  const status = `ecsdeploy status ${where}`;
  switch (standing) {
    case 'answering':
      return [status];
    case 'asking-back':
    case 'going-back':
    case 'taking-back':
    case 'rolled-back':
      return [resume];
    case 'forward':
      // Going back once more would lead to what was to be left.
      return then === 'rollback' || isWayBack(record) ? [resume] : [resume, rollback];
    case 'successful':
      return isWayBack(record) ? [resume] : [resume, rollback];
    case 'watched':
      return [status, rollback];
    case 'ended':
      return [resume, status];
    default:
      return standing satisfies never;
  }
}

function block(name: string, text: string): SummaryBlock {
  return { weight: 'essential', name, text };
}
