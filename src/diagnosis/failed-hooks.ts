import type { HookEvidence } from '../model/diagnosis.ts';
import type { LifecycleHook } from '../model/lifecycle.ts';

/**
 * The functions that failed as hooks: those that a look has shown, and the one that AWS names in its reason:
 * `… because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook target <ARN> returned FAILED status.`
 */
export function failedHooks(
  hooks: readonly (LifecycleHook & { readonly stage?: string | undefined })[],
  statusReason: string | undefined,
): HookEvidence[] {
  const seen = hooks
    .filter(({ target, status }) => target === 'lambda' && (status === 'failed' || status === 'timed-out'))
    .map(({ targetArn, stage, status }): HookEvidence => {
      const message = status === 'timed-out' ? 'timed out' : statusReason;
      return { stage, functionArn: targetArn, logGroup: logGroupOf(targetArn), message };
    });
  const named = namedIn(statusReason);
  if (named === undefined || seen.some(({ functionArn }) => functionArn === named.functionArn)) return seen;
  return [...seen, named];
}

function namedIn(statusReason: string | undefined): HookEvidence | undefined {
  if (statusReason === undefined) return undefined;
  const stage = /\b([A-Z_]{4,40}) lifecycle hook\(s\) failed/.exec(statusReason)?.[1];
  const functionArn = /\barn:[\w-]+:lambda:[\w-]*:\d*:function:[\w-]+(?::[\w$-]+)?/.exec(statusReason)?.[0];
  if (stage === undefined && functionArn === undefined) return undefined;
  return { stage, functionArn, logGroup: logGroupOf(functionArn), message: statusReason };
}

/** Where Lambda writes a function's log, unless the function says otherwise. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
function logGroupOf(functionArn: string | undefined): string | undefined {
  const name = functionArn?.split(':')[6];
  return name === undefined ? undefined : `/aws/lambda/${name}`;
}
