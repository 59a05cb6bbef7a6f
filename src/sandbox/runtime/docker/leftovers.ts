import { hostname } from 'node:os';
import type { DockerCli } from './docker-cli.ts';
import { machineLabel, ownerLabel, readOwner } from './labels.ts';
import { sweepPrivateFolders } from './private-folder.ts';

/** A server that takes longer to answer is busy, not gone. Milliseconds. */
const patience = 2_000;
/** Nobody waits for an engine that hangs: what it keeps is removed at the next start. Milliseconds. */
const timeout = 30_000;

/** Removes what sandboxes of this machine left in the engine that were killed; answers with the number of containers. */
export async function removeLeftovers(cli: DockerCli): Promise<number> {
  await sweepPrivateFolders(isRunning);
  const filters = [`--filter=label=${ownerLabel}`, `--filter=label=${machineLabel}=${hostname()}`];
  const format = `--format={{.Label "${ownerLabel}"}} `;
  const [containers, volumes] = await Promise.all([
    list(cli, ['ps', '--all', '--no-trunc', ...filters, `${format}{{.ID}}`]),
    list(cli, ['volume', 'ls', ...filters, `${format}{{.Name}}`]),
  ]);
  const owners = new Set([...containers, ...volumes].map(({ owner }) => owner));
  const dead = new Set<string>();
  for (const owner of owners) if (!(await isAlive(owner))) dead.add(owner);
  const ofDead = (found: readonly Owned[]): string[] =>
    found.filter(({ owner }) => dead.has(owner)).map(({ name }) => name);
  await removeContainers(cli, ofDead(containers));
  await removeVolumes(cli, ofDead(volumes));
  return ofDead(containers).length;
}

/** Removes everything of one sandbox, also what came into being while it was ending. */
export async function removeAllOf(cli: DockerCli, owner: string): Promise<void> {
  const filter = `--filter=label=${ownerLabel}=${owner}`;
  const [containers, volumes] = await Promise.all([
    cli.run(['ps', '--all', '--quiet', '--no-trunc', filter], { timeout }),
    cli.run(['volume', 'ls', '--quiet', filter], { timeout }),
  ]);
  await removeContainers(cli, words(containers.stdout));
  await removeVolumes(cli, words(volumes.stdout));
}

/** With the anonymous volumes that their images ask for. What is gone already is no trouble. */
export async function removeContainers(cli: DockerCli, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await cli.run(['rm', '--force', '--volumes', ...ids], { timeout });
}

export async function removeVolumes(cli: DockerCli, names: readonly string[]): Promise<void> {
  if (names.length > 0) await cli.run(['volume', 'rm', '--force', ...names], { timeout });
}

interface Owned {
  readonly owner: string;
  readonly name: string;
}

async function list(cli: DockerCli, args: readonly string[]): Promise<Owned[]> {
  const { stdout } = await cli.run(args, { timeout });
  return stdout.split('\n').flatMap((line) => {
    const [owner, name] = line.split(' ');
    return owner === undefined || name === undefined ? [] : [{ owner, name }];
  });
}

function words(text: string): string[] {
  return text.split('\n').filter((word) => word !== '');
}

/** A number of a process is given again, so a process counts only if it answers as the sandbox that it would be. */
async function isAlive(label: string): Promise<boolean> {
  const owner = readOwner(label);
  // Not a label of this version: not ours to judge.
  if (owner === undefined) return true;
  if (!isRunning(owner.pid)) return false;
  try {
    const answer = await fetch(`http://127.0.0.1:${owner.port}/_sandbox/status`, {
      signal: AbortSignal.timeout(patience),
    });
    const status = (await answer.json()) as { readonly pid?: unknown };
    return status.pid === owner.pid;
  } catch (error) {
    // Not instanceof: a test runner gives each test file an Error of its own, and a time-out has the one of Node.
    return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError';
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
