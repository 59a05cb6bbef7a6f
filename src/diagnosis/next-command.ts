import type { Finding } from '../model/diagnosis.ts';
import { logLocation } from '../model/log-location.ts';
import type { Evidence } from './evidence.ts';

/** One command that shows more of a cause, or whether it is mended. It changes nothing. */
export function nextCommand(finding: Finding, evidence: Evidence): string {
  const where = `--cluster ${quoted(evidence.service.cluster)} --service ${quoted(evidence.service.service)}`;
  const verify = `ecsdeploy verify ${where}${evidence.revision ? ` --task-definition ${quoted(evidence.revision)}` : ''}`;
  const [family = ''] = finding.id.split('.');
  switch (family) {
    case 'image':
      return imageCommand(finding, evidence) ?? verify;
    case 'hook': {
      const [hook] = evidence.hooks;
      return hook?.logGroup === undefined ? `ecsdeploy status ${where}` : tail(hook.logGroup);
    }
    case 'alarm':
      return `aws cloudwatch describe-alarm-history --alarm-name ${quoted(finding.example ?? '')} --history-item-type StateUpdate --max-records 5`;
    case 'health': {
      const unwell = evidence.targetGroups.filter(({ targets }) =>
        targets.some(({ state }) => state === 'unhealthy'),
      );
      const [group] = unwell.length > 0 ? unwell : evidence.targetGroups;
      if (finding.id === 'health.container' || group === undefined)
        return logCommand(finding, evidence) ?? `ecsdeploy status ${where}`;
      return `aws elbv2 describe-target-groups --target-group-arns ${quoted(group.arn)}`;
    }
    case 'secret':
    case 'log':
    case 'logs':
    case 'role':
    case 'compute':
    case 'resource':
    case 'volume':
      return verify;
    default:
      return logCommand(finding, evidence) ?? `ecsdeploy status ${where}`;
  }
}

function imageCommand({ container }: Finding, { definition }: Evidence): string | undefined {
  const containers = definition?.containerDefinitions ?? [];
  const image = (containers.find(({ name }) => name === container) ?? containers[0])?.image;
  if (typeof image !== 'string' || image === '') return undefined;
  return `docker buildx imagetools inspect ${quoted(image)}`;
}

/** The log of the container that failed, from its beginning. */
function logCommand(
  { container, example, exitCode }: Finding,
  { definition, stoppedTasks }: Evidence,
): string | undefined {
  if (definition === undefined || container === undefined || example === undefined || exitCode === undefined)
    return undefined;
  const location = logLocation(definition, container, example);
  if (location === undefined) return undefined;
  const [, , , ofTasks] = stoppedTasks[0]?.taskArn.split(':') ?? [];
  const { group, stream, region = ofTasks } = location;
  const elsewhere = region === undefined || region === ofTasks ? '' : ` --region ${quoted(region)}`;
  return `${tail(group)} --log-stream-names ${quoted(stream)}${elsewhere}`;
}

function tail(group: string): string {
  return `aws logs tail ${quoted(group)} --since 3h`;
}

/** As one word of a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
