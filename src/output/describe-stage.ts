import { readyWait, stageOfApproval, type ApprovalMoment } from '../model/lifecycle.ts';
import { harmless } from './harmless.ts';

const moments: Readonly<Record<ApprovalMoment, string>> = {
  'before-traffic': 'before traffic',
  'after-test-traffic': 'after test traffic',
  'before-each-shift': 'before a shift of traffic',
  'before-cleanup': 'before clean-up',
};

/** Where a deployment is held, in our words where we have some, and AWS's: `before traffic (POST_SCALE_UP)`, `at PRE_SCALE_UP`. */
export function atStage(stage: string): string {
  if (stage === readyWait) return `before production traffic (${stage})`;
  const found = Object.entries(stageOfApproval).find(([, name]) => name === stage);
  if (found === undefined) return `at ${harmless(stage)}`;
  return `${describeApprovalMoment(found[0] as ApprovalMoment)} (${stage})`;
}

/** `before-cleanup` in words. */
export function describeApprovalMoment(moment: ApprovalMoment): string {
  return moments[moment];
}
