import type { HelloWorld } from './hello-world.ts';
import type { Finished } from './sandbox-world.ts';

/** A version of hello that is in the registry: its answers name the commit. */
export interface Version {
  readonly commit: string;
  readonly image: string;
}

/** Commits and pushes versions of hello, in this order; the repository is created for the first one. */
export async function pushVersions(world: HelloWorld, names: readonly string[]): Promise<Version[]> {
  const versions: Version[] = [];
  for (const name of names) {
    const commit = await world.commit(name);
    const create = versions.length === 0 ? ['--create-repository'] : [];
    const { stdout } = succeeded(await world.run(['push', 'hello', '--json', ...create]));
    const { image } = JSON.parse(stdout) as { image: { reference: string } };
    versions.push({ commit, image: image.reference });
  }
  return versions;
}

/** Puts `settings` in the place of the deployment settings of the example. */
export async function configure(world: HelloWorld, settings: string): Promise<void> {
  await world.edit('ecsdeploy.yml', (text) =>
    text.replace(/^deployment:[\s\S]*?(?=^services:)/m, `${settings}\n`),
  );
}

/** What a command printed that had to end well. Throws what it said where it did not. */
export function succeeded(finished: Finished): Finished {
  const { code, stderr } = finished;
  if (code !== 0) throw new Error(`a command ended with ${code}: ${stderr}`);
  return finished;
}
