import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { AskGit } from '../../../src/model/git-values.ts';
import { loadTaskDefinition } from '../../../src/task-definitions/load.ts';
import { aDefinition, load, refusal } from './a-definition.ts';

describe('a task definition file', () => {
  it('loads as it is, with members that nobody knows yet', async () => {
    const definition = aDefinition(
      { futureMember: { deep: [1, { x: '' }] } },
      { environment: [{ name: 'EMPTY', value: '' }], newThing: true },
    );

    expect((await load(definition)).definition).toEqual(definition);
  });

  it('may be the output of describe-task-definition, with the tags beside it', async () => {
    const described = {
      taskDefinition: {
        ...aDefinition(),
        taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
        revision: 7,
        status: 'ACTIVE',
        requiresAttributes: [{ name: 'x' }],
        compatibilities: ['EC2'],
        registeredAt: '2026-01-01T00:00:00Z',
        registeredBy: 'arn:aws:iam::123456789012:root',
        deregisteredAt: '2026-01-01T00:00:00Z',
        deleteRequestedAt: '2026-01-01T00:00:00Z',
      },
      tags: [{ key: 'team', value: 'shop' }],
    };

    expect(await load(described)).toEqual({
      definition: aDefinition(),
      tags: [{ key: 'team', value: 'shop' }],
    });
  });

  it('may be YAML, JSON in a .yaml file, with a byte order mark or CRLF', async () => {
    const json = JSON.stringify(aDefinition(), undefined, '\t');
    const yaml =
      'family: web\r\ncontainerDefinitions:\r\n- {name: app, image: "shop/web:1", memory: 128}\r\n';

    for (const [text, name] of [
      [yaml, 'web.yml'],
      [json, 'web.yaml'],
      [`\uFEFF${json.replace(/\n/g, '\r\n')}`, 'web.json'],
    ] as const) {
      expect((await load(text, { name })).definition).toEqual(aDefinition());
    }
  });

  it('gets the types that ECS wants', async () => {
    const loaded = await load(
      'family: web\ncpu: 256\nmemory: 512\ncontainerDefinitions:\n- name: app\n  image: x\n  memory: "128"\n' +
        '  command: [sleep, 1.10]\n  essential: "true"\n  portMappings: [{containerPort: "8080"}]\n' +
        '  environment: [{name: VERSION, value: 1.10}, {name: ON, value: true}]\n',
      { name: 'web.yaml' },
    );

    expect(loaded.definition).toMatchObject({
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          memory: 128,
          command: ['sleep', '1.10'],
          essential: true,
          portMappings: [{ containerPort: 8080 }],
          environment: [
            { name: 'VERSION', value: '1.10' },
            { name: 'ON', value: 'true' },
          ],
        },
      ],
    });
  });

  it('loses its nulls and the empty enums that generators write, and keeps other empty texts', async () => {
    const loaded = await load(
      aDefinition(
        { pidMode: '', ipcMode: '', taskRoleArn: '', volumes: null },
        {
          command: null,
          portMappings: [{ containerPort: 80, appProtocol: '' }],
          dockerLabels: { a: '', b: null },
        },
      ),
    );

    expect(loaded.definition).toEqual(
      aDefinition({ taskRoleArn: '' }, { portMappings: [{ containerPort: 80 }], dockerLabels: { a: '' } }),
    );
  });

  it('may spell its tags as CloudFormation does', async () => {
    expect((await load({ ...aDefinition(), Tags: [{ Key: 'team', Value: 'shop' }] })).tags).toEqual([
      { key: 'team', value: 'shop' },
    ]);
  });

  it('takes variables in texts and leaves those of a shell alone', async () => {
    const loaded = await load(
      aDefinition(
        {},
        {
          image: 'shop/web:${env:TAG}',
          command: ['sh', '-c', 'echo $HOME ${PATH} $${x} $${env:y}'],
          memory: '${env:MEMORY:-64}',
        },
      ),
      { variables: { TAG: '2' } },
    );

    expect(loaded.definition.containerDefinitions[0]).toMatchObject({
      image: 'shop/web:2',
      command: ['sh', '-c', 'echo $HOME ${PATH} $${x} ${env:y}'],
      memory: 64,
    });
  });
});

describe('a file that is refused', () => {
  it.each([
    ['an unset variable', aDefinition({}, { image: 'x:${env:TAG}' }), 'needs the environment variable TAG'],
    [
      'a text for a command',
      aDefinition({}, { command: 'npm start' }),
      'command is "npm start", and ECS wants a list',
    ],
    [
      'a list for a map',
      aDefinition({}, { logConfiguration: [] }),
      'logConfiguration is a list, and ECS wants a map',
    ],
    [
      'a word for a port',
      aDefinition({}, { portMappings: [{ containerPort: 'http' }] }),
      'is "http", and ECS wants',
    ],
    ['a null in a list', aDefinition({}, { command: [null] }), 'command[0] is null, and ECS wants a text'],
    ['no family', { containerDefinitions: [{ name: 'a', image: 'b' }] }, 'the family is missing'],
    ['no containers', { family: 'web', containerDefinitions: [] }, 'containerDefinitions is empty'],
    [
      'a container without name',
      { family: 'web', containerDefinitions: [{}] },
      'containerDefinitions[0] has no name',
    ],
    ['CloudFormation', { Family: 'x', ContainerDefinitions: [] }, 'in the spelling of CloudFormation'],
    ['a template of CloudFormation', { Resources: { A: {} } }, 'this is a CloudFormation template'],
    ['an AppSpec', { version: 1, Resources: [{ TargetService: {} }] }, 'this is an AppSpec'],
    ['a list of containers', [{ name: 'a', image: 'b' }], 'this is a list of container definitions'],
    ['a service', { serviceName: 'web', taskDefinition: 'web:1' }, 'this is a service definition'],
    ['nothing', '', 'the file is empty'],
    ['half a file', '{"family": ', 'not JSON: it ends too early'],
    ['unquoted placeholders', '{"cpu": {{180}}}', 'the template syntax {{ … }} is in this line'],
    ['a comment', '{\n// x\n}', 'web.json:2:1: not JSON: "// x" cannot stand here, JSON has no comments'],
    [
      'a merge conflict',
      '{\n<<<<<<< HEAD\n"a": 1\n=======\n>>>>>>> x\n}',
      'web.json:2:1: a merge conflict is left',
    ],
    ['a duplicate member', '{"family": "a", "family": "b"}', '"family" is there twice in one map'],
  ])('%s is told in one line', async (_, content, expected) => {
    const error = await refusal(content);

    expect(error.message).toContain(expected);
    expect(error.message).not.toContain('\n');
    expect(error.code).toMatch(/^task_definition\./);
  });

  it('is a Compose file', async () => {
    const error = await refusal('services:\n  web:\n    image: nginx\n', { name: 'task-definition.yml' });

    expect(error.message).toBe('task-definition.yml: this is a Compose file, not a task definition');
  });

  it('has two containers of one name', async () => {
    const twice = { family: 'web', containerDefinitions: [{ name: 'a' }, { name: 'a' }] };

    expect((await refusal(twice)).message).toContain('two containers are named "a"');
  });

  it('never shows the value of an environment variable', async () => {
    const error = await refusal(aDefinition({}, { environment: [{ name: 'A', value: ['hunter2'] }] }));
    const nested = await refusal(aDefinition({}, { environment: 'hunter2' }));

    expect(error.message + nested.message).not.toContain('hunter2');
  });

  it('is a program, or a link to one', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'ecsdeploy-link-'));
    await writeFile(path.join(directory, 'evil.js'), 'process.exit(1)');
    await symlink(path.join(directory, 'evil.js'), path.join(directory, 'task.json'));
    const loading = (name: string): Promise<unknown> =>
      loadTaskDefinition({ file: path.join(directory, name), variables: {} });

    await expect(loading('evil.js')).rejects.toThrow('this is a program');
    await expect(loading('task.json')).rejects.toThrow(
      'this is a link to evil.js, which is no JSON or YAML file',
    );
    await expect(loading('none.json')).rejects.toThrow('there is no such file');
    await expect(loading('.')).rejects.toThrow('this is a directory');
  });
});

describe('what git knows', () => {
  const sha = '0123456789012345678901234567890123456789';
  const withRelease = (value: string) =>
    JSON.stringify(aDefinition({}, { environment: [{ name: 'RELEASE', value }] }));

  async function loadWith(text: string, git: AskGit): ReturnType<typeof loadTaskDefinition> {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'ecsdeploy-git-values-')), 'web.json');
    await writeFile(file, text);
    return loadTaskDefinition({ file, shownAs: 'web.json', variables: {}, git });
  }

  it('is put in, beside what belongs to a shell', async () => {
    const text = withRelease('${git:sha} ${git:branch:-main} ${SHELL} $${git:sha}');
    const { definition } = await loadWith(text, async () => Promise.resolve({ sha }));

    expect(definition.containerDefinitions[0]).toMatchObject({
      environment: [{ name: 'RELEASE', value: `${sha} main \${SHELL} \${git:sha}` }],
    });
  });

  it('is not asked for by a file without a reference to it', async () => {
    const asked = async (): Promise<never> => Promise.reject(new Error('asked'));

    await expect(loadWith(withRelease('${SHELL}'), asked)).resolves.toBeDefined();
  });

  it('may lack a branch, which is told with the place and the way out', async () => {
    await expect(
      loadWith(withRelease('${git:branch}'), async () => Promise.resolve({ sha })),
    ).rejects.toMatchObject({
      code: 'task_definition.invalid',
      message: expect.stringMatching(
        /^web\.json:1:\d+: .*\.value needs the branch, and no branch is checked out/,
      ),
      suggestions: ['Check a branch out, or give a default: ${git:branch:-main}.'],
    });
  });

  it('has two names', async () => {
    await expect(loadWith(withRelease('${git:tag}'), async () => Promise.resolve({ sha }))).rejects.toThrow(
      'git only gives ${git:sha} and ${git:branch}',
    );
  });
});
