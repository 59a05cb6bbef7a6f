import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { PolicyDocument } from '../../src/model/iam-policy.ts';
import { SandboxWorld, type Finished } from './sandbox-world.ts';

jest.setTimeout(180_000);

const demo = ['--cluster', 'demo', '--service', 'web'];

let world: SandboxWorld;
let policy: PolicyDocument;

beforeAll(async () => {
  world = await SandboxWorld.begin();
  await under(undefined, async (run) => {
    const { stdout } = await run('iam', 'policy', ...demo, '--commands', 'status,deploy');
    policy = JSON.parse(stdout) as PolicyDocument;
  });
});
afterAll(async () => {
  await world.end();
});

function without(action: string): PolicyDocument {
  const Statement = policy.Statement.map((one) => ({
    ...one,
    Action: one.Action.filter((name) => name !== action),
  }));
  return { ...policy, Statement: Statement.filter(({ Action }) => Action.length > 0) };
}

/** Runs commands against `sandbox start`, a process of its own, which enforces a policy if one is given. */
async function under(
  enforced: PolicyDocument | undefined,
  work: (
    run: (...args: readonly string[]) => Promise<Finished>,
    image: (tag: number) => string,
  ) => Promise<void>,
): Promise<void> {
  if (enforced !== undefined) await world.write('policy.json', JSON.stringify(enforced));
  const enforcing = enforced === undefined ? [] : ['--enforce-iam', 'policy.json'];
  const flags = ['--port', '0', '--speed', '40', '--runtime', 'simulated', '--json'];
  const sandbox = world.start(['sandbox', 'start', '--demo', ...enforcing, ...flags]);
  try {
    const url = await addressOf(sandbox);
    const image = (tag: number) => `${url.replace('http://', '')}/demo/web:${tag}`;
    await work((...args) => world.run(args, { AWS_ENDPOINT_URL: url }), image);
  } finally {
    sandbox.kill('SIGTERM');
    await once(sandbox, 'close');
  }
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of stdout ?? []) {
    said += String(chunk);
    const found = /"url": "(http:[^"]+)"/.exec(said)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`the sandbox did not start: ${said}`);
}

describe('the built command under its least policy', () => {
  it('is granted what it needs', async () => {
    await under(policy, async (run, image) => {
      const { code, stderr } = await run('deploy', ...demo, '--image', image(2));

      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('may not') });
    });
  });

  it('exits with 4 where an action is missing, and says who may not do what, and what to do', async () => {
    await under(without('ecs:UpdateService'), async (run, image) => {
      const { code, stderr } = await run('deploy', ...demo, '--image', image(2));

      expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining('Error: ') });
      const service = 'arn:aws:ecs:us-east-1:123456789012:service/demo/web';
      expect(stderr).toContain(
        `Error: arn:aws:iam::123456789012:user/sandbox may not ecs:UpdateService on ${service}\n`,
      );
      expect(stderr).toContain(`  Allow ecs:UpdateService on ${service} in its IAM policy.`);
    });
  });

  it('goes on without what is optional, and names it', async () => {
    await under(without('ecs:ListTasks'), async (run) => {
      const { code, stdout } = await run('status', ...demo);

      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('ecs:ListTasks') });
    });
  });
});
