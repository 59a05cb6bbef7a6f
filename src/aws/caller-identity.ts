import type { Aws } from './aws.ts';
import { call, type CallOptions } from './call.ts';

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
}

/** Who we are to AWS. Needs no permission. */
export async function callerIdentity(
  aws: Aws,
  options: Pick<CallOptions, 'attempts'> = {},
): Promise<CallerIdentity> {
  const output = await call(
    aws,
    { operation: 'sts:GetCallerIdentity', repeat: 'freely', ...options },
    aws.clients.sts,
    (sts, send) => sts.getCallerIdentity({}, send),
  );
  return { account: output.Account ?? '', arn: output.Arn ?? '' };
}
