import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { codeDeployDemo, seedCodeDeploy } from '../../src/sandbox/demo-codedeploy.ts';
import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { awsCli, awsText, newerAws, plainAws } from './aws-cli.ts';
import { describeWithPrograms } from './require-programs.ts';
import { Witness } from './witness.ts';

// A client that this project did not write: what it cannot parse, or waits for in vain, is wrong.

describeWithPrograms([plainAws], 'the aws command and CodeDeploy', () => {
  stories('codedeploy-cli', plainAws);
});

// It finds CodeDeploy by AWS_ENDPOINT_URL. No package of Debian 12 has one, so a machine need not.
(newerAws === undefined ? describe.skip : describe)('a newer aws command and CodeDeploy', () => {
  stories('newer-codedeploy-cli', newerAws ?? 'aws');
});

const { cluster, service, application, group, alarm, port } = codeDeployDemo;
const ofGroup = ['--application-name', application, '--deployment-group-name', group];
const terminal = 'failed: Waiter encountered a terminal failure state: For expression';

function stories(name: string, program: string): void {
  let server: SandboxServer;
  let folder: string;
  const witness = new Witness(name, 'codedeploy-cli.test.ts', () => server.sandbox);

  /** Where nobody waits, time stands all but still, however long a command takes. */
  async function open(speed: number): Promise<void> {
    const sandbox = new Sandbox({ startAt: Date.now() });
    const caller = { arn: `arn:aws:iam::${sandbox.world.account}:user/test`, accessKeyId: 'test' };
    ecsOperations.CreateCluster(sandbox.world, { clusterName: cluster }, caller);
    seedCodeDeploy(sandbox);
    server = await SandboxServer.start(sandbox, { port: 0, speed });
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'ecsdeploy-codedeploy-'));
    await open(0.01);
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** For a command that sleeps for 15 real seconds before it looks again: a canary of a minute is over by then. */
  async function reopen(): Promise<void> {
    await server.stop();
    await open(60);
  }

  async function aws<Output>(...words: string[]): Promise<Output> {
    const { code, output, stderr } = await awsCli(program, server.url, ...words);
    if (code !== 0) throw new Error(`aws ${words.join(' ')}: exit ${code}: ${stderr}`);
    return output as Output;
  }

  function advance(milliseconds: number): void {
    server.sandbox.control.advance(milliseconds);
    server.timeMoved();
  }

  async function file(base: string, text: string): Promise<string> {
    const place = path.join(folder, base);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
    return place;
  }

  const taskDefinition = (version: number) => ({
    family: service,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    containerDefinitions: [
      {
        name: service,
        image: `registry.test/${service}:${version}`,
        portMappings: [{ containerPort: port }],
      },
    ],
  });

  const appSpec = (arn: string, hook = ''): string => `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "${arn}"
        LoadBalancerInfo:
          ContainerName: "${service}"
          ContainerPort: ${port}
${hook === '' ? '' : `Hooks:\n  - AfterAllowTestTraffic: "${hook}"\n`}`;

  /** `aws ecs deploy`, which talks to CodeDeploy past `--endpoint-url`. */
  async function ecsDeploy(version: number, ...words: string[]) {
    const rules = { version: '1.0', parameters: {}, rules: [leadTo(server.url)] };
    await file('data/codedeploy/2014-10-06/endpoint-rule-set-1.json', JSON.stringify(rules));
    const led =
      program === plainAws ? { AWS_DATA_PATH: path.join(folder, 'data') } : { AWS_ENDPOINT_URL: server.url };
    const definition = await file('taskdef.json', JSON.stringify(taskDefinition(version)));
    const files = [
      '--task-definition',
      definition,
      '--codedeploy-appspec',
      path.join(folder, 'appspec.yaml'),
    ];
    return awsText(
      program,
      server.url,
      ['ecs', 'deploy', '--cluster', cluster, '--service', service, ...files, ...words],
      led,
    );
  }

  /** Registers a revision, and creates a deployment of it; its id. */
  async function createDeployment(version: number): Promise<string> {
    const content = appSpec(await register(version));
    const revision = { revisionType: 'AppSpecContent', appSpecContent: { content } };
    return create('--revision', JSON.stringify(revision));
  }

  async function register(version: number): Promise<string> {
    const input = await file('register.json', JSON.stringify(taskDefinition(version)));
    const words = ['ecs', 'register-task-definition', '--cli-input-json', `file://${input}`];
    const { taskDefinition: made } = await aws<{ taskDefinition: { taskDefinitionArn: string } }>(...words);
    return made.taskDefinitionArn;
  }

  async function create(...words: string[]): Promise<string> {
    const made = await aws<{ deploymentId: string }>('deploy', 'create-deployment', ...ofGroup, ...words);
    return made.deploymentId;
  }

  /** How the waiter ends: `0`, or the code and what it says. */
  async function waitFor(deploymentId: string): Promise<string> {
    const words = ['deploy', 'wait', 'deployment-successful', '--deployment-id', deploymentId];
    const { code, stderr } = await awsCli(program, server.url, ...words);
    return `${code} ${stderr}`.trim();
  }

  const information = async (deploymentId: string): Promise<unknown> => {
    const words = ['deploy', 'get-deployment', '--deployment-id', deploymentId];
    return (await aws<{ deploymentInfo: unknown }>(...words)).deploymentInfo;
  };

  /** Of each task set, the revision and what CodeDeploy thinks of it. */
  const taskSets = (): Promise<string[]> =>
    aws(
      ...['ecs', 'describe-services', '--cluster', cluster, '--services', service],
      ...['--query', "services[0].taskSets[].join(' ', [status, taskDefinition])"],
    );

  witness.it(
    'releases a canary by `aws ecs deploy`, with a task definition and an AppSpec in files',
    async () => {
      await reopen();
      witness.waited('aws CLI', ['codedeploy deployment-successful']);
      await file('appspec.yaml', appSpec('<TASK_DEFINITION>'));

      const { code, stdout, stderr } = await ecsDeploy(2);

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const [, deploymentId = ''] = /created deployment (d-\w+)/.exec(stdout) ?? [];
      const arn = `arn:aws:ecs:us-east-1:123456789012:task-definition/${service}:2`;
      expect(stdout.split('\n')).toEqual([
        `Successfully registered new ECS task definition ${arn}`,
        `Successfully created deployment ${deploymentId}`,
        `Waiting for ${deploymentId} to succeed (will wait up to 30 minutes)...`,
        `Successfully deployed ${arn} to service '${service}'`,
      ]);
      expect(await information(deploymentId)).toMatchObject({
        status: 'Succeeded',
        creator: 'user',
        deploymentConfigName: codeDeployDemo.config,
      });
      expect(await taskSets()).toEqual([`PRIMARY ${arn}`]);
    },
    120_000,
  );

  witness.it(
    'fails with `aws ecs deploy` when a hook fails and CodeDeploy goes back',
    async () => {
      await reopen();
      witness.waited('aws CLI', ['codedeploy deployment-successful']);
      server.sandbox.control.hook('check', [{ kind: 'answer', hookStatus: 'FAILED' }]);
      await file('appspec.yaml', appSpec('<TASK_DEFINITION>', 'check'));

      const { code, stdout, stderr } = await ecsDeploy(2);

      expect(code).toBe(255);
      expect(stderr).toBe(
        `Waiter DeploymentSuccessful ${terminal} "deploymentInfo.status" we matched expected path: "Failed"`,
      );
      const [, deploymentId = ''] = /created deployment (d-\w+)/.exec(stdout) ?? [];
      expect(await information(deploymentId)).toMatchObject({
        status: 'Failed',
        errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
        rollbackInfo: { rollbackDeploymentId: expect.stringMatching(/^d-/) },
      });
      expect(await taskSets()).toEqual([expect.stringMatching(/^PRIMARY .*:1$/)]);
    },
    120_000,
  );

  witness.it(
    'is told by the waiter that an alarm took a release back, by 255 and one word',
    async () => {
      const deploymentId = await createDeployment(2);
      advance(60_000);
      await aws(
        ...['cloudwatch', 'set-alarm-state', '--alarm-name', alarm],
        ...['--state-value', 'ALARM', '--state-reason', 'test'],
      );
      advance(120_000);

      expect(await waitFor(deploymentId)).toBe(
        `255 Waiter DeploymentSuccessful ${terminal} "deploymentInfo.status" we matched expected path: "Stopped"`,
      );
      expect(await information(deploymentId)).toMatchObject({
        status: 'Stopped',
        errorInformation: { code: 'ALARM_ACTIVE' },
      });
      expect(await taskSets()).toEqual([expect.stringMatching(/^PRIMARY .*:1$/)]);
    },
    120_000,
  );

  witness.it(
    'deploys an AppSpec that lies in S3, looks at its target, and its waiter returns',
    async () => {
      await aws('s3api', 'create-bucket', '--bucket', 'releases');
      const body = await file('appspec.yaml', appSpec(await register(2)));
      const at = ['--bucket', 'releases', '--key', 'checkout/2.yaml'];
      const { ETag } = await aws<{ ETag: string }>('s3api', 'put-object', ...at, '--body', body);
      const location = `bucket=releases,key=checkout/2.yaml,bundleType=YAML,eTag=${ETag.replaceAll('"', '')}`;
      const deploymentId = await create('--s3-location', location);
      advance(45_000);

      const target = ['--deployment-id', deploymentId, '--target-id', `${cluster}:${service}`];
      expect(await aws('deploy', 'get-deployment-target', ...target)).toMatchObject({
        deploymentTarget: {
          deploymentTargetType: 'ECSTarget',
          ecsTarget: {
            status: 'InProgress',
            taskSetsInfo: [
              { taskSetLabel: 'Blue', status: 'PRIMARY', trafficWeight: 90 },
              { taskSetLabel: 'Green', status: 'ACTIVE', trafficWeight: 10 },
            ],
          },
        },
      });
      advance(300_000);
      expect(await waitFor(deploymentId)).toBe('0');
      expect(await aws('deploy', 'list-deployments', ...ofGroup)).toEqual({ deployments: [deploymentId] });
      expect(await taskSets()).toEqual([expect.stringMatching(/^PRIMARY .*:2$/)]);
    },
    120_000,
  );

  witness.it(
    "says in AWS's words what is wrong",
    async () => {
      const refused = async (...words: string[]): Promise<string> =>
        (await awsCli(program, server.url, 'deploy', ...words)).stderr;

      expect(await refused('get-application', '--application-name', 'nope')).toBe(
        'An error occurred (ApplicationDoesNotExistException) when calling the GetApplication operation: No application found for name: nope',
      );
      expect(await refused('get-deployment', '--deployment-id', 'd-NOSUCHONE')).toMatch(
        /^An error occurred \(DeploymentDoesNotExistException\) when calling the GetDeployment operation: /,
      );
      await file('appspec.yaml', appSpec('<TASK_DEFINITION>'));
      const { code, stderr } = await ecsDeploy(2, '--codedeploy-deployment-group', 'nope');
      expect(code).toBe(255);
      expect(stderr).toMatch(
        /^Failed to describe Code Deploy deployment group:\nAn error occurred \(DeploymentGroupDoesNotExistException\)/,
      );
    },
    120_000,
  );
}

/** Of endpoint data: all calls go there. */
function leadTo(url: string): object {
  return { conditions: [], endpoint: { url, properties: {}, headers: {} }, type: 'endpoint' };
}
