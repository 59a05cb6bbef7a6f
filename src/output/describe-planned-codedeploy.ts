import type { GroupFoundBy, PlannedCodeDeploy, TrafficRouting } from '../model/codedeploy.ts';
import { formatDuration, minutes } from '../model/duration.ts';
import type { PlannedHook, PlannedShift } from '../model/planned-shift.ts';
import type { Json } from '../model/task-definition.ts';
import { functionName } from './describe-hook.ts';
import { namedRules } from './describe-planned-shift.ts';
import { percent } from './describe-traffic.ts';
import { harmless } from './harmless.ts';

/** Through which deployment group a release goes, and how that was found; by which deployment configuration; with whose AppSpec. */
export function describePlannedGroup(planned: PlannedCodeDeploy): string[] {
  const { application, group, foundBy, configuration, isAppSpecGiven } = planned;
  const isNew = configuration.isNew ? ' (new: it is created)' : '';
  return [
    `CodeDeploy, application ${harmless(application)}, deployment group ${harmless(group)} (${ways[foundBy]})`,
    `deployment configuration ${harmless(configuration.name)}${isNew}`,
    isAppSpecGiven === true
      ? 'AppSpec from its file, with the task definition put in'
      : 'AppSpec made from the service',
  ];
}

const ways: Readonly<Record<GroupFoundBy, string>> = {
  configuration: 'from the configuration',
  'default-names': 'found by its default names',
  'last-deployment': "found by the service's last deployment",
  search: 'found by a search through all groups',
};

/** How CodeDeploy will move the traffic, where, whom it asks first, and what becomes of the old tasks. */
export function describePlannedTraffic(
  planned: PlannedCodeDeploy,
  shift: PlannedShift | undefined,
): string[] {
  const { configuration, readyWaitInMinutes: ready, terminationWaitInMinutes: wait, ignoresAlarms } = planned;
  const { productionRules = [], testRules = [] } = shift ?? {};
  return [
    `${describeRouting(configuration.routing)}; ${afterwards(wait)}`,
    ...(productionRules.length === 0 ? [] : [`CodeDeploy shifts it on ${namedRules(productionRules)}`]),
    ...(testRules.length === 0 ? [] : [`test traffic on ${namedRules(testRules)}`]),
    ...(ready === undefined
      ? []
      : [
          `waits for a person before production traffic moves, up to ${duration(ready)}; without an answer CodeDeploy stops it`,
        ]),
    ...(ignoresAlarms === true ? ["the group's alarms are overridden off for this one"] : []),
  ];
}

/** `canary: 10 %, then 100 % after 5 m`; `linear: 10 % more every 1 m (10 steps), up to 100 %`. */
export function describeRouting(routing: TrafficRouting): string {
  switch (routing.type) {
    case 'AllAtOnce':
      return 'all at once: 100 %';
    case 'TimeBasedCanary':
      return `canary: ${percent(routing.percent)}, then 100 % after ${duration(routing.intervalInMinutes)}`;
    case 'TimeBasedLinear': {
      const steps = Math.ceil(100 / routing.percent);
      return `linear: ${percent(routing.percent)} more every ${duration(routing.intervalInMinutes)} (${steps} steps), up to 100 %`;
    }
    default:
      return routing satisfies never;
  }
}

/** Functions that CodeDeploy asks: those that are planned, and those that stand in the AppSpec besides. */
export function describePlannedFunctions(
  { appSpec }: Pick<PlannedCodeDeploy, 'appSpec'>,
  planned: readonly PlannedHook[] = [],
): string[] {
  const functions = new Map(functionsIn(appSpec));
  for (const { stages, targetArn } of planned) {
    for (const stage of stages) functions.set(stage, targetArn ?? functions.get(stage) ?? '');
  }
  return [...functions].map(
    ([event, name]) =>
      `function ${functionName(name)} at ${harmless(event)}; without an answer within 1 h the deployment fails`,
  );
}

/** `Hooks: [{AfterInstall: check}]`, in any case: so CodeDeploy reads it. */
function functionsIn(appSpec: Json): [event: string, name: string][] {
  if (!isMap(appSpec)) return [];
  const hooks = Object.entries(appSpec).find(([name]) => name.toLowerCase() === 'hooks')?.[1];
  const maps = Array.isArray(hooks) ? hooks : [];
  return maps.flatMap((map: Json) =>
    isMap(map)
      ? Object.entries(map).flatMap(([event, name]): [string, string][] =>
          typeof name === 'string' ? [[event, name]] : [],
        )
      : [],
  );
}

function isMap(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function afterwards(wait: number | undefined): string {
  if (wait === undefined) return 'the old tasks are kept for good';
  return wait === 0 ? 'the old tasks end at once' : `the old tasks end ${duration(wait)} later`;
}

function duration(inMinutes: number): string {
  return inMinutes === 0 ? '0 m' : formatDuration(minutes(inMinutes));
}
