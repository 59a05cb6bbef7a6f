import type { LogLocation } from '../model/log-location.ts';

const consoles: Readonly<Record<string, string>> = {
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * A log stream in AWS's console, for whoever may not read it here, or wants more of it.
 * @param arn any ARN of the same partition, and of the region where the location names none
 */
export function logLink(arn: string, { group, stream, region: own }: LogLocation): string | undefined {
  const [, partition = '', , ofArn = ''] = arn.split(':');
  const region = own ?? ofArn;
  if (region === '') return undefined;
  const host = consoles[partition] ?? 'console.aws.amazon.com';
  // The console encodes names twice, with $ for %.
  const named = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
  return `https://${region}.${host}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${named(group)}/log-events/${named(stream)}`;
}
