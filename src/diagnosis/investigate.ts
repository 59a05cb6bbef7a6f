import type { Aws } from '../aws/aws.ts';
import { tailLog } from '../aws/log-tail.ts';
import { describeTargetHealth } from '../aws/target-health.ts';
import type { ServiceEvent, StoppedTask } from '../model/deployment.ts';
import type { Diagnosis, Finding } from '../model/diagnosis.ts';
import { EcsdeployError } from '../model/error.ts';
import type { TaskDefinition } from '../model/task-definition.ts';
import { diagnose, type Evidence } from './diagnose.ts';
import { logLocation } from './log-location.ts';

export interface Case {
  readonly stoppedTasks: readonly StoppedTask[];
  readonly events: readonly ServiceEvent[];
  readonly statusReason?: string | undefined;
  readonly targetGroupArns: readonly string[];
  /** Of the new revision, to find its logs. */
  readonly definition?: TaskDefinition | undefined;
  /** Told what could not be read: it adds to a result, and never replaces it. */
  readonly onMissing: (what: string, error: string) => void;
}

const logLines = 20;

/** Why the release went wrong. Never throws for what it cannot read: the first error wins, this only adds to it. */
export async function investigate(aws: Aws, { onMissing, ...facts }: Case): Promise<Diagnosis> {
  const unhealthyTargets: Evidence['unhealthyTargets'][number][] = [];
  for (const arn of facts.targetGroupArns) {
    const targets = await orMissing(
      () => describeTargetHealth(aws, arn, { attempts: 2 }),
      'target health',
      onMissing,
    );
    unhealthyTargets.push(...(targets ?? []).filter(({ state }) => state === 'unhealthy'));
  }
  const { findings } = diagnose({ ...facts, unhealthyTargets });
  const withLogs: Finding[] = [];
  for (const finding of findings) withLogs.push(await withLog(aws, finding, facts.definition, onMissing));
  return { findings: withLogs };
}

async function withLog(
  aws: Aws,
  finding: Finding,
  definition: TaskDefinition | undefined,
  onMissing: Case['onMissing'],
): Promise<Finding> {
  const { container, example, exitCode } = finding;
  // A container that never ran has no log.
  if (
    definition === undefined ||
    container === undefined ||
    example === undefined ||
    exitCode === undefined
  ) {
    return finding;
  }
  const location = logLocation(definition, container, example);
  if (location === undefined) return finding;
  const lines = await orMissing(
    () => tailLog(aws, location.group, location.stream, logLines),
    `log ${location.group} ${location.stream}`,
    onMissing,
  );
  return lines === undefined || lines.length === 0 ? finding : { ...finding, log: { ...location, lines } };
}

async function orMissing<Value>(
  read: () => Promise<Value>,
  what: string,
  onMissing: Case['onMissing'],
): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    onMissing(what, error.message);
    return undefined;
  }
}
