import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { AwsRejected } from './errors.ts';

/** Target groups by name, in the order of the names; who does not exist is missing. */
export async function describeTargetGroups(
  aws: Aws,
  names: readonly string[],
): Promise<{ readonly name: string; readonly arn: string }[]> {
  // One by one: AWS answers with an error, and nothing else, when one of several names is unknown.
  const found = await Promise.all(names.map(async (name) => await findTargetGroup(aws, name)));
  return found.filter((group) => group !== undefined);
}

async function findTargetGroup(
  aws: Aws,
  name: string,
): Promise<{ readonly name: string; readonly arn: string } | undefined> {
  try {
    const output = await call(
      aws,
      { operation: 'elasticloadbalancing:DescribeTargetGroups', repeat: 'freely' },
      aws.clients.elbv2,
      (elbv2, send) => elbv2.describeTargetGroups({ Names: [name] }, send),
    );
    const arn = output.TargetGroups?.[0]?.TargetGroupArn;
    return arn === undefined ? undefined : { name, arn };
  } catch (error) {
    if (error instanceof AwsRejected && error.awsCode.startsWith('TargetGroupNotFound')) return undefined;
    throw error;
  }
}
