import type { World } from '../world.ts';
import { versionNotFound } from './refusals.ts';
import type { ParameterRecord, ParameterVersion } from './state.ts';

export interface FoundParameter {
  readonly parameter: ParameterRecord;
  readonly version: ParameterVersion;
  /** `:3`, where a version was asked for. */
  readonly selector: string | undefined;
}

const arnForm = /^arn:[\w-]+:ssm:([\w-]*):(\d*):parameter\/(.+)$/;

/**
 * A parameter by name or ARN, with a version after a colon where one is wanted. Undefined if this account has none of that name in this region;
 * throws `ParameterVersionNotFound` if it has, without the version.
 */
export function findParameter(world: World, reference: string): FoundParameter | undefined {
  const [, region, account, rest] = arnForm.exec(reference) ?? [];
  if (rest !== undefined && (region !== world.region || account !== world.account)) return undefined;
  const [name = '', selector] = (rest ?? reference).split(':');
  // An ARN does not tell `name` from `/name`.
  const names = rest === undefined ? [name] : [name, `/${name}`];
  const parameter = names
    .map((candidate) => world.ssm.parameters.get(candidate))
    .find((found) => found !== undefined);
  if (parameter === undefined) return undefined;
  const version =
    selector === undefined
      ? parameter.versions.at(-1)
      : parameter.versions.find(({ number }) => String(number) === selector);
  if (version === undefined) throw versionNotFound(parameter.name, selector ?? '');
  return { parameter, version, selector: selector === undefined ? undefined : `:${selector}` };
}

export function parameterArn({ region, account }: World, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}
