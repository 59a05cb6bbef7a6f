import type { ImageSettings } from '../../../model/image-settings.ts';
import { NeedsBuildkit, NeedsBuildx } from '../build-errors.ts';
import { isBuildKitSwitchedOff, type ChosenClient } from './choose-client.ts';
import { variable, type Environment } from './environment.ts';
import { isSamePlatform } from './platforms.ts';
import { isAtLeast, parseVersion } from './versions.ts';

/** The part of an image's settings that not every builder can do. */
export type BuildNeeds = Pick<ImageSettings, 'platforms' | 'secrets' | 'ssh' | 'cacheFrom' | 'cacheTo'>;

/**
 * Refuses what the builder would ignore or fail at later.
 * @throws NeedsBuildkit, NeedsBuildx
 */
export function checkNeeds(needs: BuildNeeds, client: ChosenClient, environment: Environment): void {
  const { facts, builder } = client;
  if (builder === 'buildx') return;
  const lacking = {
    client: `docker ${facts.clientVersion} (${facts.path})`,
    isSwitchedOff: isBuildKitSwitchedOff(environment),
  };
  const forBuildx = buildxNeeds(needs);
  if (forBuildx.length > 0) throw new NeedsBuildx({ needs: forBuildx, ...lacking });
  const forBuildkit = builder === 'legacy' ? buildkitNeeds(needs, facts.serverPlatform, environment) : [];
  if (forBuildkit.length > 0) throw new NeedsBuildkit({ needs: forBuildkit, ...lacking });
  // Before 20.10 the client's own BuildKit takes secrets from files only.
  const fromVariables = needs.secrets.filter(({ from }) => from.kind === 'env');
  if (fromVariables.length > 0 && !isAtLeast(parseVersion(facts.clientVersion), 20, 10)) {
    throw new NeedsBuildx({
      needs: fromVariables.map(({ id }) => `the secret "${id}" of a variable`),
      ...lacking,
    });
  }
}

function buildxNeeds({ platforms, cacheFrom, cacheTo }: BuildNeeds): string[] {
  const imported = cacheFrom.filter((cache) => cache.includes('='));
  return [
    ...(platforms.length > 1 ? [`building for ${platforms.join(' and ')} at once`] : []),
    ...imported.map((cache) => `cacheFrom "${cache}"`),
    ...cacheTo.map((cache) => `cacheTo "${cache}"`),
  ];
}

function buildkitNeeds(
  { platforms, secrets, ssh }: BuildNeeds,
  serverPlatform: string,
  environment: Environment,
): string[] {
  const byDefault = variable(environment, 'DOCKER_DEFAULT_PLATFORM');
  const asked = platforms.length > 0 ? platforms : byDefault === undefined ? [] : [byDefault];
  const foreign = asked.filter((platform) => !isSamePlatform(platform, serverPlatform));
  return [
    ...secrets.map(({ id }) => `the secret "${id}"`),
    ...ssh.map((key) => `ssh "${key}"`),
    ...foreign.map((platform) => `the platform ${platform} on an engine for ${serverPlatform}`),
  ];
}
