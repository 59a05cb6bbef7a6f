const consoles: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * Where AWS's console of a partition and region is: `https://eu-west-1.console.aws.amazon.com`; undefined where the ARN names no region
 * and none is given.
 * @param arn any ARN of the partition
 */
export function consoleHost(
  arn: string,
  own?: string,
): { readonly region: string; readonly origin: string } | undefined {
  const [, partition = '', , ofArn = ''] = arn.split(':');
  const region = own ?? ofArn;
  if (region === '') return undefined;
  return { region, origin: `https://${region}.${consoles[partition] ?? 'console.aws.amazon.com'}` };
}
