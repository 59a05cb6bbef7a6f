import { logGroupExists } from '../../../aws/log-groups.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import type { TaskDefinition } from '../../../model/task-definition.ts';
import { errorOf, passed, skipped, type PreflightCheck } from '../preflight-check.ts';
import { placeOf, type PreflightSubject } from '../preflight-subject.ts';
import { grouped } from '../grouped.ts';
import { readOrSkip, type ReadOrSkip } from '../read-or-skip.ts';

const name = 'log-groups';

/** A log group that has to be there before a container starts. */
export interface NeededLogGroup {
  readonly group: string;
  readonly region: string;
  /** Names of containers. */
  readonly usedBy: readonly string[];
}

/** The log groups of CloudWatch that containers write to: without them no task starts. */
export const logGroupsCheck: PreflightCheck = {
  name,
  run: async ({ aws }, subject) =>
    await Promise.all(
      neededLogGroups(subject).map(async (needed) =>
        judgeLogGroup(needed, await readOrSkip(() => logGroupExists(aws, needed.group, needed.region))),
      ),
    ),
};

/** Those that nothing creates, and that no running task has found already. Pure. */
export function neededLogGroups(subject: PreflightSubject): NeededLogGroup[] {
  const { region } = placeOf(subject);
  const keyOf = (one: LogUse) => `${one.region}:${one.group}`;
  const known = new Set(subject.running === undefined ? [] : logUses(subject.running, region).map(keyOf));
  const needed = logUses(subject.definition, region).filter((one) => !known.has(keyOf(one)));
  return [...grouped(needed, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            group: first.group,
            region: first.region,
            usedBy: [first, ...others].map(({ container }) => container),
          },
        ],
  );
}

/** Pure. */
export function judgeLogGroup(
  { group, region, usedBy }: NeededLogGroup,
  read: ReadOrSkip<boolean>,
): PreflightResult {
  if (read.kind === 'skipped') return skipped(name, group, read.because);
  return read.value
    ? passed(name, group)
    : errorOf(name, group, { kind: 'log-group-missing', region, usedBy });
}

interface LogUse {
  readonly group: string;
  readonly region: string;
  readonly container: string;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html */
function logUses({ containerDefinitions }: TaskDefinition, ownRegion: string): LogUse[] {
  return containerDefinitions.flatMap(({ name: container, logConfiguration }) => {
    const { logDriver, options } = (logConfiguration ?? {}) as {
      readonly logDriver?: unknown;
      readonly options?: Readonly<Record<string, unknown>>;
    };
    const group = options?.['awslogs-group'];
    const region = options?.['awslogs-region'] ?? ownRegion;
    const isCreated = String(options?.['awslogs-create-group']).toLowerCase() === 'true';
    if (logDriver !== 'awslogs' || isCreated) return [];
    return typeof group === 'string' && typeof region === 'string' ? [{ group, region, container }] : [];
  });
}
