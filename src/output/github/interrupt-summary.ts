import type { Outcome } from '../../model/outcome.ts';
import { revisionName } from '../../model/service-ref.ts';
import { deploymentLink } from '../console-link.ts';
import { code, codeBlock } from './markdown.ts';
import { toneIcons } from './outcome-icon.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { SummaryBlock } from './summary-block.ts';

type Signal = Extract<Outcome, { kind: 'interrupted' }>['signal'];

/**
 * What stands in the summary from the moment of the signal on, should the runner kill the process before there is a result: what goes on at
 * AWS, and how to come back to it.
 */
export function interruptSummary(
  signal: Signal,
  then: 'detach' | 'rollback',
  records: readonly ReleaseRecord[],
): SummaryBlock[] {
  const underWay = records.filter((record) => record.underWay !== undefined);
  const head = block('the heading', `## ${toneIcons.warn} Interrupted by ${signal}`);
  if (underWay.length === 0) return [head, block('the state', '**No deployment had been started.**')];
  return [head, ...underWay.flatMap((record) => blocksOf(record, then))];
}

function blocksOf(record: ReleaseRecord, then: 'detach' | 'rollback'): SummaryBlock[] {
  const { service, deployment, underWay } = record;
  const [cluster = '', name = ''] = service.split('/');
  const id = deployment?.serviceDeploymentArn ?? deployment?.deploymentId;
  const where = `--cluster ${cluster} --service ${name}`;
  const link = deploymentLink(deployment);
  return [
    block(
      service,
      `${code(service)}: **${state(record, then)}**${link === undefined ? '' : ` ([in AWS's console](${link}))`}`,
    ),
    block(
      'the commands',
      codeBlock(
        [
          `ecsdeploy resume ${where}${id === undefined ? '' : ` --deployment ${id}`}`,
          // Going back once more would lead to what was to be left.
          ...(underWay === 'back' || then === 'rollback' ? [] : [`ecsdeploy rollback ${where}`]),
        ],
        'sh',
      ),
    ),
  ];
}

function state({ deployment, underWay }: ReleaseRecord, then: 'detach' | 'rollback'): string {
  const revision = deployment === undefined ? '' : ` of ${code(revisionName(deployment.taskDefinition))}`;
  if (underWay === 'back') return 'the rollback goes on at AWS.';
  return then === 'rollback'
    ? `AWS is being asked to roll back the deployment${revision}; whether it heard was not seen.`
    : `the deployment${revision} goes on at AWS.`;
}

function block(name: string, text: string): SummaryBlock {
  return { weight: 'essential', name, text };
}
