import type { ApprovalQuestion } from '../model/approval-question.ts';
import type { Shift } from '../model/lifecycle.ts';
import { pauseName } from '../model/pause-name.ts';
import { revisionName, serviceName } from '../model/service-ref.ts';
import { describeTimeout } from './describe-pause.ts';
import { atStage } from './describe-stage.ts';
import { percent } from './describe-traffic.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** What a person decides on, before the question or in the log of a job: which release, what it brings, what waiting comes to. */
export function approvalQuestionText(
  { deployment, approval, replaces, images, commit, shift, others, at }: ApprovalQuestion,
  palette: Palette,
): string {
  const revision = revisionName(deployment.taskDefinition);
  const rows: [title: string, text: string | undefined][] = [
    ['revision', [replaces.map(revisionName).join(', '), revision].filter((name) => name !== '').join(' → ')],
    ['commit', commit === undefined ? undefined : harmless(commit)],
    ...images.map((image): [string, string] => ['image', describeImage(image)]),
    ['stage', atStage(approval.stage)],
    ['traffic', shift === undefined ? undefined : trafficOf(shift)],
    ['time-out', describeTimeout(approval, at)],
    ['deployment', harmless(approval.deployment)],
    ['hook', harmless(approval.hookId)],
    ...others.map((other): [string, string] => ['also waits', harmless(pauseName(other))]),
  ];
  const lines = rows.flatMap(([title, text]) =>
    text === undefined ? [] : [`  ${palette.faint(title.padEnd(10))} ${text}`],
  );
  const headline = `${serviceName(deployment.service)} waits for approval of ${revision}`;
  return [palette.strong(headline), ...lines].join('\n');
}

/** Requests of users first; those of the test listener only while they are all that the new revision has. */
function trafficOf({ production, test }: Shift): string {
  const weights = `old ${percent(100 - production)}, new ${percent(production)}`;
  return production === 0 && test > 0 ? `${weights}; of the test listener new ${percent(test)}` : weights;
}

/** The digest whole: it is what is approved, and what a person compares. */
function describeImage({ container, image, digest }: ApprovalQuestion['images'][number]): string {
  const pinned = digest === undefined || image.includes(digest) ? '' : ` (${harmless(digest)})`;
  return `${container}: ${harmless(image)}${pinned}`;
}
