import type { AppSpec } from '../../appspec/app-spec.ts';
import { memberNamed } from '../../appspec/find-member.ts';
import { placements, propertiesIn } from '../../appspec/service-properties.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { Difference, RestoredSettings } from '../../model/release-plan.ts';
import { recordedMembers, unrecordedSettings } from '../../model/service-members.ts';
import { compareValues } from '../../task-definitions/compare.ts';
import { comparable } from './comparable-members.ts';

/**
 * What of a service goes back through CodeDeploy: what the AppSpec of then names, and nothing else. UpdateService may change no more of such a service,
 * and of what it may change nobody has recorded earlier values. Pure.
 * @param appSpec of the release; undefined where CodeDeploy does not tell it
 */
export function restoredByAppSpec(service: ServiceState, appSpec: AppSpec | undefined): RestoredSettings {
  const properties = appSpec === undefined ? {} : propertiesIn(appSpec);
  const named = placements.flatMap((placement) => {
    const value = memberNamed(properties, placement)?.value;
    return value === undefined ? [] : [[lowerFirst(placement), asEcsSpells(value)] as const];
  });
  const now: Readonly<Record<string, unknown>> = {
    platformVersion: service.platformVersion,
    networkConfiguration: { awsvpcConfiguration: service.network },
    capacityProviderStrategy: service.capacityProviderStrategy,
  };
  const differences = named.flatMap(([name, then]): Difference[] =>
    compareValues({ [name]: comparable(name, now[name]) }, { [name]: comparable(name, then) }),
  );
  const names: readonly string[] = named.map(([name]) => name);
  const others = recordedMembers.filter((name) => !names.includes(name));
  return {
    differences,
    left: [
      { settings: [...others, 'deploymentConfiguration'], because: { kind: 'codedeploy' } },
      { settings: unrecordedSettings, because: { kind: 'not-recorded' } },
    ],
  };
}

/** `AwsvpcConfiguration` of an AppSpec is `awsvpcConfiguration` of ECS. */
function asEcsSpells(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asEcsSpells);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [lowerFirst(name), asEcsSpells(inner)]),
  );
}

function lowerFirst(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
