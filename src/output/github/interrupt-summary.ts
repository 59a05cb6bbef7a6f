import { deploymentName } from '../../model/deployment-name.ts';
import { changedBy, type Outcome } from '../../model/outcome.ts';
import { revisionName } from '../../model/service-ref.ts';
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
    ...blocksUnderWay(record, then, calledAs(record.service)),
    ...blocksEnded(record),
  ]);
  if (blocks.length === 0) return [head, block('the state', '**No deployment had been started.**')];
  return [head, ...blocks];
}

/** Of a run of several services: what ended before, and is not as it was. */
function blocksEnded({ service, underWay, outcome, deployment }: ReleaseRecord): SummaryBlock[] {
  if (underWay !== undefined || outcome === undefined || changedBy(outcome) === 'nothing') return [];
  const brief = outcomeInBrief(outcome, { after: deployment?.taskDefinition });
  return [block(service, `${code(service)}: **${plain(brief)}.**`)];
}

function blocksUnderWay(
  record: ReleaseRecord,
  then: 'detach' | 'rollback',
  calledAs: string | undefined,
): SummaryBlock[] {
  const { service, deployment, underWay } = record;
  if (underWay === undefined) return [];
  const link = deploymentLink(deployment);
  const where = link === undefined ? '' : ` ([in AWS's console](${link}))`;
  return [
    block(service, `${code(service)}: **${stateOf(underWay, record, then)}**${where}`),
    block('the commands', codeBlock(commandsOf(underWay, record, then, calledAs), 'sh')),
  ];
}

type UnderWay = NonNullable<ReleaseRecord['underWay']>;

function stateOf(underWay: UnderWay, { deployment }: ReleaseRecord, then: 'detach' | 'rollback'): string {
  const revision = deployment === undefined ? undefined : code(revisionName(deployment.taskDefinition));
  const of = revision === undefined ? '' : ` of ${revision}`;
  switch (underWay) {
    case 'back':
      return 'the rollback goes on at AWS.';
    case 'watched':
      return `${revision ?? 'the new revision'} is released and serves; it is watched no longer.`;
    case 'forward':
      return then === 'rollback'
        ? `AWS is being asked to roll back the deployment${of}; whether it heard was not seen.`
        : `the deployment${of} goes on at AWS.`;
  }
}

function commandsOf(
  underWay: UnderWay,
  { service, deployment }: ReleaseRecord,
  then: 'detach' | 'rollback',
  calledAs: string | undefined,
): string[] {
  const [cluster = '', name = ''] = service.split('/');
  const where = `--cluster ${cluster} --service ${name}`;
  const id = deployment && deploymentName(deployment);
  const resume = `ecsdeploy resume ${calledAs ?? where}${id === undefined ? '' : ` --deployment ${id}`}`;
  const rollback = `ecsdeploy rollback ${where}`;
  switch (underWay) {
    case 'back':
      return [resume];
    case 'watched':
      return [`ecsdeploy status ${where}`, rollback];
    case 'forward':
      // Going back once more would lead to what was to be left.
      return then === 'rollback' ? [resume] : [resume, rollback];
  }
}

function block(name: string, text: string): SummaryBlock {
  return { weight: 'essential', name, text };
}
