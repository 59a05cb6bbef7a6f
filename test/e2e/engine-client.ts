import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { dockerPath } from '../engine/require-engine.ts';

/** Runs docker, as the test's own client. @returns what it printed */
export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(dockerPath ?? 'docker', args);
  return stdout.trim();
}

/** Removes the images that were built for a registry, or came from it. */
export async function removeImages(registry: string): Promise<void> {
  const names = await docker('image', 'ls', '--format', '{{.Repository}}:{{.Tag}}');
  const ours = names.split('\n').filter((name) => name.startsWith(`${registry}/`));
  if (ours.length > 0) await docker('image', 'rm', '--force', ...ours);
}

/** The containers of the sandbox at this address that run, each with the variables that it was made with. */
export async function environmentsOfContainers(sandboxUrl: string): Promise<string[][]> {
  const { port } = new URL(sandboxUrl);
  const lines = await docker('ps', '--format', '{{.ID}} {{.Label "ecsdeploy.sandbox"}}');
  const ids = lines.split('\n').flatMap((line) => {
    const [id = '', owner = ''] = line.split(' ');
    return owner.endsWith(`:${port}`) ? [id] : [];
  });
  if (ids.length === 0) return [];
  const environments = await docker('inspect', '--format', '{{json .Config.Env}}', ...ids);
  return environments.split('\n').map((line) => JSON.parse(line) as string[]);
}
