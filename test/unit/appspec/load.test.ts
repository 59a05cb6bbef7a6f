import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppSpec } from '../../../src/appspec/app-spec.ts';
import { loadAppSpec } from '../../../src/appspec/load.ts';

const text = `Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties: {LoadBalancerInfo: {}}
Hooks:
  - AfterInstall: check-\${git:branch}-\${env:STAGE:-test}
`;

describe('an AppSpec file that is loaded', () => {
  let folder = '';
  const load = (name: string): Promise<AppSpec> =>
    loadAppSpec({
      file: path.join(folder, name),
      shownAs: name,
      variables: {},
      git: () => Promise.resolve({ sha: '4f2a9c1', branch: 'main' }),
    });
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-'));
    await writeFile(path.join(folder, 'appspec.yaml'), text);
    await writeFile(path.join(folder, 'wrong.yaml'), 'version: 1\nResources: []\n');
    await writeFile(path.join(folder, 'private'), 'secret: words\n');
    await symlink(path.join(folder, 'private'), path.join(folder, 'linked.yaml'));
    await symlink(path.join(folder, 'appspec.yaml'), path.join(folder, 'other.yml'));
    await mkdir(path.join(folder, 'folder.yaml'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has what git and the variables say, also through a link', async () => {
    for (const name of ['appspec.yaml', 'other.yml'])
      expect(await load(name)).toMatchObject({ Hooks: [{ AfterInstall: 'check-main-test' }] });
  });

  it('is refused with all that is wrong, by the name that it was given', async () => {
    await expect(load('wrong.yaml')).rejects.toMatchObject({
      code: 'appspec.invalid',
      message:
        '2 problems:\nwrong.yaml:1:10: version is 1, and the only version of AppSpecs is 0.0\n' +
        'wrong.yaml:2:12: Resources is an empty list, it must be a list with one item, TargetService',
    });
  });

  it.each([
    ['none.yaml', 'none.yaml: there is no such file'],
    ['folder.yaml', 'folder.yaml: this is a directory, not an AppSpec'],
    ['linked.yaml', 'linked.yaml: this is a link to private, which is no JSON or YAML file'],
  ])('that cannot be read is told so: %s', async (name, message) => {
    await expect(load(name)).rejects.toMatchObject({ code: 'appspec.unreadable', message });
  });
});
