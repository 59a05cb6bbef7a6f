import type { AppSpec } from '../../appspec/app-spec.ts';
import { isMap } from '../../appspec/find-member.ts';
import { appSpecFor } from '../../appspec/app-spec-for.ts';
import { placedAs } from '../../appspec/service-properties.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import { allAtOnce } from '../../controllers/codedeploy/deployment-configuration.ts';
import type { FoundGroup } from '../../controllers/codedeploy/find-group.ts';
import { parseDataDocument } from '../../model/parse-data-document.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { Json } from '../../model/task-definition.ts';
import type { ReleaseContext } from '../release-context.ts';
import { rollbackPlan } from '../rollback-plan.ts';
import type { OwnRules } from '../safety-rules.ts';
import { shiftOfRouting, waitsOfRouting } from './planned-traffic.ts';
import { startSteps } from './plan-codedeploy.ts';
import { alarmsOf, codeDeployRules } from './safety-rules.ts';

export interface NightOrder {
  readonly service: ServiceState;
  readonly found: FoundGroup;
  readonly rules: OwnRules;
  /** ARN of the revision to go back to. */
  readonly taskDefinition: string;
  /** The AppSpec that brought it in once; absent: one is made. */
  readonly content?: string | undefined;
  /** Tasks are to run where those of the service do now, whatever that AppSpec says. */
  readonly keepsPlacement?: boolean | undefined;
}

const atOnce = { type: 'AllAtOnce' } as const;

/**
 * The plan of a way back through CodeDeploy: the earlier revision, all at once, with the alarms of the group overridden off. They fire
 * for what is being left, and would stop the way out. Functions of its AppSpec are still asked.
 */
export function nightPlan(
  { report }: Pick<ReleaseContext, 'report'>,
  { service, found, rules, taskDefinition, content, keepsPlacement = false }: NightOrder,
): ReleasePlan {
  const { state: group, foundBy } = found;
  const alarms = alarmsOf(group);
  if (alarms.length > 0) report({ type: 'warning', warning: { kind: 'alarms-ignored', names: alarms } });
  const configuration = { name: allAtOnce, routing: atOnce, isNew: false };
  // The waits are ended as soon as they begin; where AWS refuses that, they still have their time.
  const timeoutMilliseconds = rules.timeoutMilliseconds + waitsOfRouting(atOnce, group.waits);
  const then = appSpecOf(content);
  const restated = (): AppSpec => appSpecFor(service, {}, taskDefinition);
  const appSpec = then === undefined ? restated() : keepsPlacement ? placedAs(then, restated()) : then;
  const steps = [...startSteps({ configuration }, false), { kind: 'follow' }, { kind: 'verify' }] as const;
  return {
    ...rollbackPlan(service, rules, { taskDefinition, steps }),
    strategy: atOnce.type,
    shift: shiftOfRouting(atOnce, { ...group, waits: {} }),
    hooks: undefined,
    codeDeploy: {
      application: group.application,
      group: group.group,
      foundBy,
      configuration,
      appSpec,
      ignoresAlarms: alarms.length > 0,
    },
    safety: codeDeployRules(
      { ...group, waits: {} },
      { ...rules, timeoutMilliseconds },
      { ignoresAlarms: true },
    ),
    timeoutMilliseconds,
  };
}

/** Undefined for what is none. */
export function appSpecOf(content: string | undefined): AppSpec | undefined {
  if (content === undefined) return undefined;
  // Most JSON is YAML as well.
  const parsed = parseDataDocument(new TextEncoder().encode(content), 'yaml');
  if (parsed.kind === 'problems') return undefined;
  const value = parsed.document.value as Json;
  return isMap(value) ? value : undefined;
}
