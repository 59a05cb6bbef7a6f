import { consoleHost } from '../model/console-host.ts';
import type { LogLocation } from '../model/log-location.ts';

/**
 * A log stream in AWS's console, for whoever may not read it here, or wants more of it.
 * @param arn any ARN of the same partition, and of the region where the location names none
 */
export function logLink(arn: string, { group, stream, region: own }: LogLocation): string | undefined {
  const host = consoleHost(arn, own);
  if (host === undefined) return undefined;
  const { origin, region } = host;
  // The console encodes names twice, with $ for %.
  const named = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll('%', '$');
  return `${origin}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${named(group)}/log-events/${named(stream)}`;
}
