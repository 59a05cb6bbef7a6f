import { formatDuration } from '../../model/duration.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { serviceName } from '../../model/service-ref.ts';
import { deploymentLink } from '../console-link.ts';
import { describeOutcome, type OutcomeWords } from '../describe-outcome.ts';
import { outcomeLabel, outcomeLabels } from '../outcome-in-brief.ts';
import { tally } from '../tally.ts';
import { folded, plain } from './markdown.ts';
import { outcomeIcon, toneIcons } from './outcome-icon.ts';
import { releaseDetails } from './release-details.ts';
import type { ReleaseRecord } from './release-record.ts';
import { servicesTable } from './services-table.ts';
import type { SummaryBlock } from './summary-block.ts';

export interface ReleaseSummary {
  readonly results: readonly ReleaseResult[];
  /** What was recorded of `cluster/service`. */
  readonly recordOf: (service: string) => ReleaseRecord | undefined;
  readonly exitCode: number;
  /** The results that decided the exit code. */
  readonly deciding: readonly ReleaseResult[];
}

/** How releases went, for the page of a run: how it ended first, then old → new, then whatever helps to understand and to act. */
export function releaseSummary(summary: ReleaseSummary): SummaryBlock[] {
  const { results, recordOf } = summary;
  const [only] = results;
  if (only === undefined) return [];
  const services = block('the services', servicesTable(results, recordOf));
  if (results.length === 1)
    return [
      ...headOfOne(only, summary.exitCode),
      services,
      ...releaseDetails(only, recordOf(serviceName(only.service))),
    ];
  return [headOfMany(summary), services, ...results.flatMap((result) => oneOfMany(result, recordOf))];
}

function headOfOne(result: ReleaseResult, exitCode: number): SummaryBlock[] {
  const { headline, state } = wordsOf(result);
  return [
    block('the heading', `## ${outcomeIcon(result.outcome)} ${plain(headline)}`),
    block('the state', `**${plain(state)}**`),
    block('the figures', figures(result, exitCode)),
  ];
}

function figures(result: ReleaseResult, exitCode: number): string {
  const link = deploymentLink(result.deployment);
  return [
    `Exit code ${exitCode}`,
    formatDuration(result.endedAt - result.startedAt),
    ...(link === undefined ? [] : [`[the deployment in AWS's console](${link})`]),
  ].join(' · ');
}

function headOfMany({ results, exitCode, deciding }: ReleaseSummary): SummaryBlock {
  const counts = tally(
    results.map(({ outcome }) => outcomeLabel(outcome)),
    outcomeLabels,
  );
  const startedAt = Math.min(...results.map((result) => result.startedAt));
  const endedAt = Math.max(...results.map((result) => result.endedAt));
  const icon = exitCode === 0 ? toneIcons.good : outcomeIcon(worst(deciding));
  return block(
    'the heading',
    `## ${icon} ${plain(counts)}\n\nExit code ${exitCode} · ${formatDuration(endedAt - startedAt)}`,
  );
}

function worst([first]: readonly ReleaseResult[]): Outcome {
  return first?.outcome ?? { kind: 'planned' };
}

/** What did not go well stands open, the others are folded away. */
function oneOfMany(result: ReleaseResult, recordOf: ReleaseSummary['recordOf']): SummaryBlock[] {
  const name = serviceName(result.service);
  // The table has all there is to say.
  if (result.outcome.kind === 'not-started' || result.outcome.kind === 'declined') return [];
  const { tone, headline, state } = wordsOf(result);
  const details = releaseDetails(result, recordOf(name));
  if (tone === 'good')
    return details.length === 0
      ? []
      : [
          {
            weight: 'folded',
            name: name,
            text: folded(headline, details.map(({ text }) => text).join('\n\n')),
          },
        ];
  const link = deploymentLink(result.deployment);
  const where = link === undefined ? '' : ` ([in AWS's console](${link}))`;
  const head = `### ${outcomeIcon(result.outcome)} ${plain(headline)}\n\n**${plain(state)}**${where}`;
  return [block(name, head), ...details];
}

function wordsOf({ outcome, service, before, target, deployment, endedAt }: ReleaseResult): OutcomeWords {
  return describeOutcome(outcome, {
    service: serviceName(service),
    before: before?.taskDefinition,
    after: target?.taskDefinition,
    isThroughCodeDeploy: deployment?.codeDeploy !== undefined,
    now: endedAt,
  });
}

function block(name: string, text: string): SummaryBlock {
  return { weight: 'essential', name, text };
}
