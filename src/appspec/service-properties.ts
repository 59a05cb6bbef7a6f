import type { Json } from '../model/task-definition.ts';
import type { AppSpec } from './app-spec.ts';
import { isMap, memberNamed, withMember } from './find-member.ts';

/**
 * Properties that say where tasks run, which a service has too.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export const placements = ['PlatformVersion', 'NetworkConfiguration', 'CapacityProviderStrategy'] as const;

/** The properties of the service that an AppSpec names; none for what is not one. */
export function propertiesIn(appSpec: AppSpec): Readonly<Record<string, Json>> {
  return mapOf(memberNamed(bodyOf(appSpec), 'Properties')?.value);
}

/** An AppSpec that has its tasks run where another one does, and keeps all else. */
export function placedAs(appSpec: AppSpec, other: AppSpec): AppSpec {
  const isPlacement = (name: string): boolean =>
    placements.some((placement) => placement.toLowerCase() === name.toLowerCase());
  const own = Object.entries(propertiesIn(appSpec)).filter(([name]) => !isPlacement(name));
  const others = Object.entries(propertiesIn(other)).filter(([name]) => isPlacement(name));
  const [name] = Object.keys(resourceOf(appSpec));
  if (name === undefined) return appSpec;
  const body = withMember(bodyOf(appSpec), 'Properties', Object.fromEntries([...own, ...others]));
  return withMember(appSpec, 'Resources', [{ [name]: body }]);
}

function bodyOf(appSpec: AppSpec): Readonly<Record<string, Json>> {
  return mapOf(Object.values(resourceOf(appSpec))[0]);
}

function resourceOf(appSpec: AppSpec): Readonly<Record<string, Json>> {
  const resources = memberNamed(appSpec, 'Resources')?.value;
  return mapOf(Array.isArray(resources) ? (resources as readonly Json[])[0] : undefined);
}

function mapOf(value: unknown): Readonly<Record<string, Json>> {
  return isMap(value) ? (value as Readonly<Record<string, Json>>) : {};
}
