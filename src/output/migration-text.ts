import { formatDuration, minutes } from '../model/duration.ts';
import type { Migration, MigrationBlocker } from '../model/migration.ts';
import { serviceName } from '../model/service-ref.ts';
import { functionName } from './describe-hook.ts';
import { describeMigrationDifference } from './describe-migration-difference.ts';
import { describePlannedShift } from './describe-planned-shift.ts';
import { percent } from './describe-traffic.ts';
import { harmless } from './harmless.ts';
import { migrationSteps, type MigrationStep } from './migration-steps.ts';
import type { Palette } from './palette.ts';

/**
 * What it takes to move a service from CodeDeploy to ECS, in the order in which to do it.
 * @param name the key of the service in ecsdeploy.yml
 */
export function migrationText(migration: Migration, name: string, palette: Palette): string {
  const { blockers, differences, settings } = migration;
  const lines = [
    palette.strong(
      `${serviceName(migration.service)}: from CodeDeploy to ${settings.strategy ?? ''} of ECS itself`,
    ),
    'Nothing was changed. This is what to do, for this service as it stands now.',
    '',
    ...overview(migration).map(([what, text]) => `  ${palette.faint(what.padEnd(8))} ${text}`),
    '',
    ...blockers.map((blocker) => palette.warn(`Not yet: ${describeBlocker(blocker)}`)),
    ...(blockers.length === 0 ? [] : ['']),
    ...migrationSteps(migration, name).flatMap((step, index) => stepLines(step, index + 1, palette)),
    palette.strong('What will differ'),
    ...differences.map((one) => `  - ${describeMigrationDifference(one)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function overview(migration: Migration): (readonly [string, string])[] {
  const { group, from, settings, targetGroups, hooks } = migration;
  const [approval] = settings.approvals ?? [];
  return [
    ['today', `${harmless(`${group.application} / ${group.group}`)}, ${describeRouting(from)}`],
    ['becomes', describeSettings(migration)],
    [
      'serves',
      `${harmless(targetGroups.serving.name)}, in turns with ${harmless(targetGroups.alternate.name)}`,
    ],
    ['alarms', settings.alarms?.names.map(harmless).join(', ') ?? 'none'],
    [
      'approve',
      approval === undefined
        ? 'nobody'
        : `${approval.moment}, ${formatDuration(minutes(approval.timeoutInMinutes))}`,
    ],
    ['hooks', describeHooks(hooks)],
  ];
}

function describeRouting({ configuration, routing }: Migration['from']): string {
  const name = harmless(configuration ?? 'as ecsdeploy.yml says');
  switch (routing.type) {
    case 'AllAtOnce':
      return `${name}: all at once`;
    case 'TimeBasedCanary':
      return `${name}: ${percent(routing.percent)}, and all after ${formatDuration(minutes(routing.intervalInMinutes))}`;
    case 'TimeBasedLinear':
      return `${name}: ${percent(routing.percent)} more every ${formatDuration(minutes(routing.intervalInMinutes))}`;
    default:
      return routing satisfies never;
  }
}

function describeSettings({ settings }: Migration): string {
  const { canary, linear, bakeTimeInMinutes = 0 } = settings;
  const { percent: share = 0, bakeTimeInMinutes: bakeInMinutes = 0 } = canary ?? linear ?? {};
  const kind = canary !== undefined ? 'canary' : 'linear';
  const [shift = ''] = describePlannedShift({
    steps:
      canary === undefined && linear === undefined
        ? { kind: 'at-once' }
        : { kind, percent: share, bakeInMinutes },
    finalBakeInMinutes: bakeTimeInMinutes,
    productionRules: [],
    testRules: [],
  });
  return shift;
}

function describeHooks(hooks: Migration['hooks']): string {
  if (hooks.known)
    return hooks.hooks.length === 0
      ? 'none'
      : hooks.hooks
          .map(({ event, stage, functionArn }) => `${functionName(functionArn)} (${event} → ${stage})`)
          .join(', ');
  switch (hooks.because) {
    case 'no-deployment':
      return 'not known: the group has no deployment yet, and with it no AppSpec';
    case 'not-inline':
      return 'not known: the AppSpec of the last deployment is kept elsewhere (S3); look there';
    case 'unreadable':
      return 'not known: the AppSpec of the last deployment cannot be read';
    default:
      return hooks.because satisfies never;
  }
}

function describeBlocker(blocker: MigrationBlocker): string {
  switch (blocker.kind) {
    case 'deployment-in-progress':
      return `${harmless(blocker.deployment)} has not ended, and AWS changes no deployment controller during a deployment.`;
    case 'several-task-sets':
      return `the service has ${blocker.taskSets.length} task sets (${blocker.taskSets.map(harmless).join(', ')}), and AWS changes the deployment controller of a service with one.`;
    default:
      return blocker satisfies never;
  }
}

function stepLines(
  { title, why, commands, back }: MigrationStep,
  number: number,
  palette: Palette,
): string[] {
  const [first, ...rest] = back;
  return [
    palette.strong(`${number}. ${title}`),
    ...why.map((line) => `   ${line}`),
    ...(commands.length === 0 ? [] : ['', ...commands.map((line) => `     ${line}`)]),
    ...(commands.length === 0 || back.length === 0 ? [] : ['']),
    ...(first === undefined ? [] : [palette.faint(`   Back: ${first}`)]),
    ...rest.map((line) => palette.faint(`         ${line}`)),
    '',
  ];
}
