import { BuildArgumentRefused } from '../build-errors.ts';
import type { BuildOrder } from '../engine.ts';
import type { ChosenClient } from './choose-client.ts';
import type { ReadSecret } from './read-secrets.ts';
import { isAtLeast } from './versions.ts';

/** What the client is called with. Values of build arguments and secrets are in the environment only. */
export interface BuildCommand {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws BuildArgumentRefused */
export function buildCommand(
  { settings, reference, labels, push }: BuildOrder,
  { facts, builder }: ChosenClient,
  secrets: readonly ReadSecret[],
): BuildCommand {
  const isBuildKit = builder !== 'legacy';
  return {
    arguments: [
      ...(builder === 'buildx' ? ['buildx', 'build'] : ['build']),
      // The legacy builder would leave the container of a failed step behind.
      ...(isBuildKit ? ['--progress=plain'] : ['--force-rm']),
      ...option('--file', settings.dockerfile),
      ...option('--target', settings.target),
      // Its own platform is all that the legacy builder can, and older engines refuse to hear of it.
      ...option(
        '--platform',
        isBuildKit && settings.platforms.length > 0 ? settings.platforms.join(',') : undefined,
      ),
      ...Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`]),
      ...Object.keys(settings.buildArgs).flatMap((name) => ['--build-arg', name]),
      ...secrets.flatMap((secret, index) => ['--secret', secretOption(secret, index)]),
      ...settings.ssh.flatMap((key) => ['--ssh', key]),
      ...settings.cacheFrom.flatMap((cache) => ['--cache-from', cache]),
      ...settings.cacheTo.flatMap((cache) => ['--cache-to', cache]),
      ...(builder === 'buildx' ? buildxOptions(facts.buildx?.version, push) : []),
      '--tag',
      reference,
      settings.context,
    ],
    environment: { ...argumentValues(settings.buildArgs), ...secretValues(secrets) },
  };
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [name, value];
}

/** Attestations would make an index of every image, whose digest is not the image's; buildx knows them since 0.10. */
function buildxOptions(version: Parameters<typeof isAtLeast>[0], push: boolean): string[] {
  const knowsAttestations = version === undefined || isAtLeast(version, 0, 10);
  return [...(knowsAttestations ? ['--provenance=false', '--sbom=false'] : []), push ? '--push' : '--load'];
}

function secretOption({ secret }: ReadSecret, index: number): string {
  const source = secret.from.kind === 'env' ? `env=${variableOf(index)}` : `src=${secret.from.path}`;
  return [`id=${secret.id}`, source].map(csvField).join(',');
}

/** A name of our own: the variable that the user named may be the name of a build argument, too, with another value. */
function variableOf(index: number): string {
  return `ECSDEPLOY_SECRET_${index + 1}`;
}

function csvField(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function secretValues(secrets: readonly ReadSecret[]): Record<string, string> {
  return Object.fromEntries(
    secrets.flatMap(({ secret, value }, index) =>
      secret.from.kind === 'env' ? [[variableOf(index), value] as const] : [],
    ),
  );
}

/** Variables that the client, or what it starts, obeys. */
const obeyed =
  /^(?:PATH|HOME|TMPDIR|SSH_\w+|LD_\w+|DYLD_\w+|GODEBUG|DOCKER_\w+|BUILDX_\w+|BUILDKIT_(?:HOST|PROGRESS|COLORS|TTY_\w+)|ECSDEPLOY_\w+)$/;

function argumentValues(buildArgs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(buildArgs)) {
    if (obeyed.test(name)) {
      throw new BuildArgumentRefused(name, 'the docker client itself obeys the variable of that name');
    }
    if (!/^[^=\0]+$/.test(name)) throw new BuildArgumentRefused(name, 'no variable can have that name');
    if (value.includes('\0')) throw new BuildArgumentRefused(name, 'its value has a NUL character in it');
  }
  return buildArgs;
}
