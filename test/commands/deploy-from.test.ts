import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ecsdeploy } from './run.ts';
import { withEnv, withFiles } from './surroundings.ts';

const config = `version: 1
image:
  repository: shop/web
  buildArgs:
    VERSION: \${env:NOT_SET_HERE}
services:
  web: {}
  api: {}
environments:
  staging:
    cluster: stage
  production:
    cluster: prod
  twin:
    cluster: prod
  elsewhere:
    cluster: other
    image:
      repository: \${env:NOT_SET_HERE}/web
    services:
      only: {}
`;

/** What a person reads first, and the exit code. Nothing here may ask AWS: there is none. */
async function deploy(...argv: string[]): Promise<[number, string]> {
  return await withFiles({ 'ecsdeploy.yml': config }, async (folder) => {
    const file = path.join(folder, 'ecsdeploy.yml');
    const ran = await ecsdeploy('deploy', '--no-input', '--config', file, ...argv);
    const [first = ''] = ran.stderr.split('\n');
    return [ran.exitCode, first.replaceAll(file, 'ecsdeploy.yml')];
  });
}

describe('deploy --from', () => {
  it.each([
    [['--image', 'registry.example/web:2'], '--image names an image'],
    [['--repository', 'shop/other'], 'other flags say how to build one'],
    [['--platform', 'linux/arm64'], 'other flags say how to build one'],
    [['--tag', 'v2'], 'other flags say how to build one'],
    [['--allow-dirty'], 'other flags say how to build one'],
    [['--create-repository'], 'other flags say how to build one'],
    [['--image-ref', 'tag'], '--image-ref tag would name an image that can change'],
  ])('contradicts %j', async (argv, why) => {
    expect(await deploy('web', '-e', 'production', '--from', 'staging', ...argv)).toEqual([
      2,
      `Error: --from releases the digest that runs in another environment, and ${why}`,
    ]);
  });

  it('names the closest environment where there is none of the name', async () => {
    const [exitCode, message] = await deploy('web', '-e', 'production', '--from', 'stagin');

    expect(exitCode).toBe(3);
    expect(message).toMatch(
      /^Error: .*ecsdeploy\.yml has no environment "stagin", it has staging, production, twin, elsewhere$/,
    );
  });

  it('releases from another environment than it releases to', async () => {
    expect(await deploy('web', '-e', 'production', '--from', 'production')).toEqual([
      2,
      'Error: --from and --environment both name production',
    ]);
    expect(await deploy('web', '-e', 'production', '--from', 'twin')).toEqual([
      2,
      'Error: twin and production name the same service prod/web',
    ]);
  });

  it('needs the service in both environments', async () => {
    expect(await deploy('only', '-e', 'elsewhere', '--from', 'staging')).toEqual([
      3,
      'Error: the environment staging has no service "only", it has web, api',
    ]);
  });

  it('needs the repository, and nothing else that only a build does', async () => {
    const [exitCode, message] = await deploy('web', '-e', 'elsewhere', '--from', 'staging');

    expect(exitCode).toBe(3);
    expect(message).toContain('image.repository needs the environment variable NOT_SET_HERE');
  });

  it('needs a file that has the other environment', async () => {
    const argv = ['--cluster', 'prod', '--service', 'web', '--from', 'staging', '--no-input'];
    const ran = await withFiles({}, async (folder) => {
      const before = process.cwd();
      process.chdir(folder);
      try {
        return await ecsdeploy('deploy', ...argv);
      } finally {
        process.chdir(before);
      }
    });

    expect(ran.exitCode).toBe(3);
  });

  it('takes a profile for the other environment only together with it', async () => {
    const [exitCode, message] = await deploy('web', '-e', 'production', '--from-profile', 'stage');

    expect(exitCode).toBe(2);
    expect(message).toContain('--from');
  });

  it('is told by the variable as well', async () => {
    const told = await withEnv({ ECSDEPLOY_FROM: 'production' }, () => deploy('web', '-e', 'production'));

    expect(told).toEqual([2, 'Error: --from and --environment both name production']);
  });
});
