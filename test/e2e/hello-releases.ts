import { expect } from '@jest/globals';
import type { HelloWorld } from './hello-world.ts';
import { startLoad } from './steady-load.ts';

/** Requests a second that come besides all others while something is measured. */
const measuring = 120;

/** What a command prints with --json, as far as tests look. */
interface Document {
  readonly exitCode: number;
  readonly releases: readonly {
    readonly outcome: {
      readonly kind: string;
      readonly by?: string;
      readonly approval?: { readonly deployment: string; readonly hookId: string };
    };
  }[];
}

export interface Released {
  readonly code: number | null;
  readonly stderr: string;
  readonly document: Document;
  readonly kind: string | undefined;
}

/** A command with --json, to its end. */
export async function ecsdeploy(world: HelloWorld, ...args: readonly string[]): Promise<Released> {
  const { code, stdout, stderr } = await world.run([...args, '--json']);
  const document = JSON.parse(stdout) as Document;
  expect({ code, stderr }).toEqual({ code: document.exitCode, stderr });
  return { code, stderr, document, kind: document.releases[0]?.outcome.kind };
}

/** Answers the pause that a command has ended at. */
export async function approve(
  world: HelloWorld,
  { document }: Released,
  ...flags: readonly string[]
): Promise<Released> {
  const { deployment, hookId } = document.releases[0]!.outcome.approval!;
  const name = `${deployment.split('/').at(-1)}/${hookId}`;
  return await ecsdeploy(world, 'approve', 'hello', '--expect', name, ...flags);
}

/** Percent of `count` answers by the version with this commit; every request has its answer. */
export async function shareOf(commit: string, url: string, count: number): Promise<number> {
  const measured = startLoad({ url, perSecond: measuring });
  await measured.reached(count);
  const { sent, failures, byBody } = await measured.stop();
  expect(failures).toEqual([]);
  return ((byBody[`hello from ${commit}`] ?? 0) / sent) * 100;
}
