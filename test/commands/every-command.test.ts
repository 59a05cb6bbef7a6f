import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Config } from '@oclif/core';
import { namedByArgument } from '../../src/cli/action/action-arguments.ts';
import { globalFlags } from '../../src/cli/shared-flags.ts';
import { ecsdeploy, loadCommands } from './run.ts';

type Commands = Config['commands'];

const snapshotFile = new URL('flags.snapshot.json', import.meta.url);

/** What scripts rely on: names of commands, arguments and flags, and how a flag is given. */
function publicFace(commands: Commands): unknown {
  const faces = commands.map(({ id, args, flags }) => [
    id.replaceAll(':', ' '),
    {
      arguments: Object.entries(args).map(([name, { required }]) => (required === true ? name : `[${name}]`)),
      flags: Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, faceOf(flag)])),
    },
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(faces)));
}

function faceOf(flag: Commands[number]['flags'][string]): object {
  const { char, type, env } = flag;
  const negatable = flag.type === 'boolean' && flag.allowNo ? true : undefined;
  const { options, multiple } = flag.type === 'option' ? flag : {};
  return { type, char, env, options, multiple: multiple === true ? true : undefined, negatable };
}

describe('every command', () => {
  let commands: Commands = [];
  beforeAll(async () => {
    commands = await loadCommands();
  });

  it('keeps its public face', () => {
    const face = publicFace(commands);

    // After a change on purpose: ECSDEPLOY_UPDATE_FLAGS=1 npm test -- test/commands/every-command
    if (process.env['ECSDEPLOY_UPDATE_FLAGS'] === '1')
      writeFileSync(snapshotFile, `${JSON.stringify(face, undefined, 2)}\n`);

    expect(face).toEqual(JSON.parse(readFileSync(snapshotFile, 'utf8')));
  });

  it('takes the input service of the step of GitHub Actions in the way that it can', () => {
    const withoutFlag = commands
      .filter(({ args, flags }) => ('name' in args || 'names' in args) && !('service' in flags))
      .map(({ id }) => id.replaceAll(':', ' '));

    expect(withoutFlag.sort()).toEqual([...namedByArgument].sort());
  });

  it('says what it does, at length, and by example', () => {
    for (const { id, summary, description, examples } of commands) {
      expect([id, summary]).toEqual([id, expect.stringMatching(/^[A-Z].*\.$/)]);
      expect([id, description]).toEqual([id, expect.stringMatching(/\.$|\.\n/)]);
      expect([id, examples?.length]).not.toEqual([id, 0]);
      expect([id, examples]).not.toEqual([id, undefined]);
    }
  });

  it('can have each flag from a variable, which means the same flag everywhere', () => {
    const flagOf = new Map<string, string>();
    for (const { id, flags } of commands) {
      for (const [name, { env, description }] of Object.entries(flags)) {
        expect([id, name, env]).toEqual([id, name, expect.stringMatching(/^ECSDEPLOY_[A-Z_]+$/)]);
        expect([id, name, description]).toEqual([id, name, expect.stringMatching(/\.$/)]);
        expect([env, flagOf.get(env ?? '') ?? name]).toEqual([env, name]);
        flagOf.set(env ?? '', name);
      }
    }
  });

  it('takes the global flags', () => {
    for (const { id, flags } of commands)
      expect([id, Object.keys(flags)]).toEqual([id, expect.arrayContaining(Object.keys(globalFlags))]);
  });

  it('answers wrong usage with 2 and one sentence', async () => {
    for (const { id } of commands) {
      const ran = await ecsdeploy(...id.split(':'), '--no-such-flag');

      expect([id, ran.exitCode, ran.stdout]).toEqual([id, 2, '']);
      expect(ran.stderr).toMatch(/^Error: --no-such-flag is not a flag of ecsdeploy [a-z -]+\n {2}\w/);
      expect(ran.stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('prints exactly one document under --json, on failure too', async () => {
    for (const { id } of commands) {
      const ran = await ecsdeploy(...id.split(':'), '--no-such-flag', '--json');

      expect([id, ran.exitCode, ran.stderr]).toEqual([id, 2, '']);
      expect(JSON.parse(ran.stdout)).toMatchObject({
        ok: false,
        exitCode: 2,
        releases: [],
        error: { code: 'usage.unknown_flag' },
      });
    }
  });

  it('shows its help', async () => {
    for (const { id, summary } of commands) {
      const ran = await ecsdeploy(...id.split(':'), '--help');

      expect([id, ran.exitCode]).toEqual([id, 0]);
      expect(ran.stdout.startsWith(summary ?? '?')).toBe(true);
      expect(ran.stdout).toContain('EXAMPLES');
    }
  });
});
