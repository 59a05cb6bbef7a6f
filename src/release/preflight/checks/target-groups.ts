import { deregistrationDelay, type TargetGroupSettings } from '../../../aws/target-group-settings.ts';
import { describeTargetGroups } from '../../../aws/target-groups.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import type { TaskDefinition } from '../../../model/task-definition.ts';
import { targetGroupsOf } from '../../target-groups.ts';
import { errorOf, passed, skipped, type PreflightCheck, type PreflightContext } from '../preflight-check.ts';
import { mappedPorts } from '../port-mappings.ts';
import { groupOf, type PreflightSubject } from '../preflight-subject.ts';
import { readOrSkip, type ReadOrSkip } from '../read-or-skip.ts';

const name = 'target-groups';

/**
 * The target groups that the tasks are registered with, against what the tasks are. They fit the running ones: before a deploy they are
 * only asked for where ports or network mode are new.
 */
export const targetGroupsCheck: PreflightCheck = {
  name,
  run: async (context, subject) => {
    if (subject.running !== undefined && !isNewToTargets(subject.running, subject.definition)) return [];
    const results = await Promise.all([
      ...targetGroupsOf(subject.service).map((arn) => checkGroup(context, subject, arn)),
      checkNamedGroups(context, subject),
    ]);
    return results.flat();
  },
};

function isNewToTargets(running: TaskDefinition, definition: TaskDefinition): boolean {
  const [before, after] = [running, definition].map((one) =>
    JSON.stringify([one['networkMode'], one.containerDefinitions.flatMap(mappedPorts)]),
  );
  return before !== after;
}

/** CodeDeploy takes the pair of target groups by name. */
async function checkNamedGroups(
  context: PreflightContext,
  subject: PreflightSubject,
): Promise<PreflightResult[]> {
  const { controller, service } = subject;
  const { targetGroups = [] } = groupOf(controller) ?? {};
  if (targetGroups.length === 0) return [];
  const read = await readOrSkip(() => describeTargetGroups(context.aws, targetGroups));
  if (read.kind === 'skipped') return targetGroups.map((group) => skipped(name, group, read.because));
  const known = targetGroupsOf(service);
  const results = targetGroups.map(async (group): Promise<PreflightResult[]> => {
    const found = read.value.find((one) => one.name === group);
    if (found === undefined) return [errorOf(name, group, { kind: 'target-group-missing' })];
    return known.includes(found.arn) ? [] : await checkGroup(context, subject, found.arn);
  });
  return (await Promise.all(results)).flat();
}

async function checkGroup(
  context: PreflightContext,
  subject: PreflightSubject,
  arn: string,
): Promise<PreflightResult[]> {
  const [settings, delay] = await Promise.all([
    context.targetGroup(arn),
    // A note for who verifies.
    subject.running === undefined ? readOrSkip(() => deregistrationDelay(context.aws, arn)) : undefined,
  ]);
  const judged = judgeTargetGroup(subject, arn, settings, delay?.kind === 'read' ? delay.value : undefined);
  // Of a group that could be looked at: that its delay could not is something else.
  const isKept = settings.kind === 'read' && delay?.kind === 'skipped' && delay.because.kind === 'permission';
  return isKept ? [judged, skipped(name, `${arn}, how long targets leave`, delay.because)] : [judged];
}

/**
 * The port of the health check is no question: in awsvpc a task opens whatever it listens to, mapped or not, and on an instance it is
 * the host's, which may be any. Pure.
 * @param delay seconds, where they could be read
 */
export function judgeTargetGroup(
  { definition }: Pick<PreflightSubject, 'definition'>,
  arn: string,
  read: ReadOrSkip<TargetGroupSettings | undefined>,
  delay?: number,
): PreflightResult {
  if (read.kind === 'skipped') return skipped(name, arn, read.because);
  const { value: group } = read;
  if (group === undefined) return errorOf(name, arn, { kind: 'target-group-missing' });
  const mode = definition['networkMode'];
  const networkMode = typeof mode === 'string' ? mode : 'bridge';
  const needed = networkMode === 'awsvpc' ? 'ip' : 'instance';
  const { targetType } = group;
  if (targetType !== needed) {
    return errorOf(name, arn, { kind: 'target-type-mismatch', targetType, networkMode, needed });
  }
  return passed(
    name,
    arn,
    delay === undefined ? undefined : { kind: 'deregistration-delay', seconds: delay },
  );
}
