import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { runScript } from './runner/script-process.ts';
import { Shop } from './shop.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const example = path.join(root, 'docs/examples/codebuild');

interface BuildSpec {
  readonly env: {
    readonly variables: Record<string, string>;
    readonly 'exported-variables': readonly string[];
  };
  readonly phases: Readonly<Record<string, { readonly commands: readonly string[] }>>;
}

let shop: Shop;
let spec: BuildSpec;
beforeEach(async () => {
  shop = await Shop.open();
  spec = parse(await readFile(path.join(example, 'buildspec.yml'), 'utf8')) as BuildSpec;
});
afterEach(async () => {
  await shop.close();
});

/**
 * Phases as CodeBuild runs them since version 0.2: all commands in one shell, the rest of a phase left out after a failure, `post_build` run all the
 * same (docs.aws.amazon.com/codebuild, "Build phase transitions"). What `install` brings is there already.
 */
async function build(): Promise<{ readonly code: number; readonly exported: string; readonly log: string }> {
  const bin = path.join(shop.folder, 'bin');
  await mkdir(bin);
  await writeFile(
    path.join(bin, 'ecsdeploy'),
    `#!/bin/sh\nexec "${process.execPath}" "${root}/bin/run.js" "$@"\n`,
  );
  await chmod(path.join(bin, 'ecsdeploy'), 0o755);
  const phase = (name: string): string => (spec.phases[name]?.commands ?? []).join(' && ');
  const [exported = ''] = spec.env['exported-variables'];
  const script = `${phase('build')}\ncode=$?\n${phase('post_build')}\necho "exported $${exported}"\nexit $code\n`;
  await writeFile(path.join(shop.folder, 'phases.sh'), script);
  const log: string[] = [];
  const code = await runScript({
    commandLine: ['sh', path.join(shop.folder, 'phases.sh')],
    folder: shop.repository,
    environment: {
      ...spec.env.variables,
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      HOME: shop.folder,
      AWS_ENDPOINT_URL: shop.server.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'sandbox',
      AWS_SECRET_ACCESS_KEY: 'sandbox',
      AWS_REGION: 'eu-west-1',
      CODEBUILD_BUILD_ID: 'shop:b1e6661e-e4f2-4156-9ab9-82a19EXAMPLE',
    },
    onLine: (line) => log.push(line),
    cancelled: new AbortController().signal,
    grace: { interrupt: 1000, terminate: 1000, streams: 1000 },
  });
  return { code, exported: /^exported (.*)$/m.exec(log.join('\n'))?.[1] ?? '', log: log.join('\n') };
}

describe('buildspec.yml', () => {
  it('releases the commit that was cloned, and hands on the revision', async () => {
    const sha = await shop.commit('second');
    const { code, exported } = await build();

    expect(code).toBe(0);
    expect(exported).toBe('production-web:2');
    expect(shop.service('production', 'web')).toEqual({ commit: sha, deployments: 1, running: 2 });
  });

  it('fails with the exit code of the release, and shows how the service stands', async () => {
    shop.breaks('web', await shop.commit('broken'));
    const { code, log } = await build();

    expect(code).toBe(20);
    expect(log).toContain('production-web:1');
    expect(shop.service('production', 'web')).toEqual({ commit: shop.first, deployments: 1, running: 2 });
  });

  it('is what the pipeline builds by, from a clone with its history', async () => {
    const customTags = [{ tag: '!Ref', resolve: (name: string): string => name }];
    const { Resources } = parse(await readFile(path.join(example, 'pipeline.yml'), 'utf8'), {
      customTags,
    }) as {
      Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
    };

    expect(Resources['Release']?.Properties['Source']).toEqual({
      Type: 'CODEPIPELINE',
      BuildSpec: 'buildspec.yml',
    });
    expect(JSON.stringify(Resources['Pipeline'])).toContain('"OutputArtifactFormat":"CODEBUILD_CLONE_REF"');
    expect(JSON.stringify(Resources['Pipeline'])).toContain('"ProjectName":"Release"');
  });
});
