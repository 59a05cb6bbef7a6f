import { EcsdeployError } from '../model/error.ts';
import type { Failure } from './failure.ts';

/** The caller has no credentials, bad ones, or expired ones. */
export class CredentialsFailed extends EcsdeployError {
  constructor(operation: string, failure: Failure, cause: unknown) {
    const isExpired = failure.kind === 'credentials-expired';
    const isRegion = /region is missing/i.test(failure.message);
    super({
      code: isRegion ? 'usage.region_missing' : isExpired ? 'credentials.expired' : 'credentials.missing',
      message: isRegion
        ? 'No AWS region is set'
        : isExpired
          ? `The AWS credentials have expired (${operation}: ${failure.message})`
          : `AWS did not accept the credentials, or there are none (${operation}: ${failure.message})`,
      suggestions: isRegion
        ? ['Set `region` in ecsdeploy.yml, `--region`, or AWS_REGION.']
        : isExpired
          ? [
              'Sign in again (for SSO: `aws sso login`), then run the same command: what was started is adopted.',
            ]
          : ['Check `aws sts get-caller-identity`, AWS_PROFILE, or the credentials step of the workflow.'],
      details: { operation, awsCode: failure.code },
      cause,
    });
  }
}

/** IAM refused one action. */
export class PermissionDenied extends EcsdeployError {
  constructor(operation: string, failure: Failure, cause: unknown) {
    const parsed = parseDenial(failure.message);
    super({
      code: 'permission.denied',
      message:
        parsed === undefined
          ? `Permission denied for ${operation}: ${failure.message}`
          : `${parsed.principal} may not ${parsed.action}${parsed.resource === undefined ? '' : ` on ${parsed.resource}`}`,
      suggestions:
        parsed === undefined
          ? []
          : [
              `Allow ${parsed.action}${parsed.resource === undefined ? '' : ` on ${parsed.resource}`} in its IAM policy.`,
            ],
      details: { operation, ...parsed },
      cause,
    });
  }
}

/** AWS could not be reached, or kept failing, and gave no verdict. */
export class AwsUnavailable extends EcsdeployError {
  /** The request certainly had no effect; otherwise it may have had one. */
  readonly neverArrived: boolean;

  constructor(operation: string, failure: Failure, attempts: number, cause: unknown) {
    const why = {
      throttled: 'AWS kept throttling',
      'server-fault': 'AWS kept failing',
      'no-answer': 'AWS did not answer',
      unreachable: 'AWS could not be reached',
    };
    const words = failure.kind in why ? why[failure.kind as keyof typeof why] : 'AWS failed';
    super({
      code: 'aws.unavailable',
      message: `${words} (${operation}${attempts === 1 ? '' : `, ${attempts} attempts`}): ${failure.message}`,
      suggestions:
        failure.kind === 'unreachable'
          ? ['Check the network, the region, and AWS_ENDPOINT_URL if it is set.']
          : ['Run the same command again: what was started is adopted.'],
      details: { operation, awsCode: failure.code, kind: failure.kind },
      cause,
    });
    this.neverArrived = failure.kind === 'throttled' || failure.kind === 'unreachable';
  }
}

/** AWS said no, with its own code and words. */
export class AwsRejected extends EcsdeployError {
  readonly awsCode: string;
  readonly awsMessage: string;

  constructor(operation: string, failure: Failure, cause: unknown) {
    super({
      code: 'aws.rejected',
      message: `AWS rejected ${operation}: ${failure.message}`,
      suggestions: [],
      details: { operation, awsCode: failure.code },
      cause,
    });
    this.awsCode = failure.code;
    this.awsMessage = failure.message;
  }
}

export interface Denial {
  readonly principal: string;
  readonly action: string;
  readonly resource?: string | undefined;
}

/** Takes `User: <arn> is not authorized to perform: <action> on resource: <arn> because …` apart. */
export function parseDenial(message: string): Denial | undefined {
  const match = /User: (\S+) is not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(
    message,
  );
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { principal: match[1], action: match[2], resource: match[3] };
}
