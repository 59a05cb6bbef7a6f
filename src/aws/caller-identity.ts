import type { Aws } from './aws.ts';
import { call } from './call.ts';

export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
}

/** Who we are to AWS. Needs no permission. */
export async function callerIdentity(aws: Aws): Promise<CallerIdentity> {
  const output = await call(
    aws,
    { operation: 'sts:GetCallerIdentity', repeat: 'freely' },
    aws.clients.sts,
    (sts, send) => sts.getCallerIdentity({}, send),
  );
  return { account: output.Account ?? '', arn: output.Arn ?? '' };
}
