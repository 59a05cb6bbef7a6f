import { expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { draftFromFile } from '../../src/init/draft-from-file.ts';
import type { ConfigDraft, ForeignTool } from '../../src/model/initialised.ts';
import { describeLeftover } from '../../src/output/init-text.ts';
import { corpusFiles, describeCorpus } from './corpus-files.ts';

interface Case {
  readonly tool: ForeignTool;
  /** Names in the corpus, by the names that the files have in their repository; the first is translated. */
  readonly files: Readonly<Record<string, string>>;
  /** `services` of ours. */
  readonly services: unknown;
  /** All leftovers but those that say that something stays as it is, in their order. */
  readonly leftovers: readonly string[];
}

const cases: readonly Case[] = [
  {
    tool: 'ecspresso',
    files: {
      'ecspresso.yml': 'ijin__ecs-parallel__ecspresso.yml',
      'ecs-service-def.json': 'ijin__ecs-parallel__ecs-service-def.json',
      'ecs-task-def.json': 'ijin__ecs-parallel__ecs-task-def.json',
    },
    services: {
      test: {
        taskDefinition: './test.task-definition.json',
        timeout: '10m',
        deployment: {
          minimumHealthyPercent: 100,
          maximumPercent: 200,
          circuitBreaker: { enable: true, rollback: true },
        },
      },
    },
    leftovers: [],
  },
  {
    tool: 'ecspresso',
    files: {
      'ecspresso.yml': 'neilkuan__cdk-agent-broker__ecspresso.yml',
      'ecs-service-def.json': 'neilkuan__cdk-agent-broker__ecs-service-def.json',
      'ecs-task-def.json': 'neilkuan__cdk-agent-broker__ecs-task-def.json',
    },
    services: {
      'OpenABInteg-BrokerServiceB23D0203-QnxYezNFjyeX': expect.objectContaining({
        // Without templates theirs is used as it is.
        taskDefinition: './ecs-task-def.json',
        deployment: expect.objectContaining({ circuitBreaker: expect.anything() }),
      }),
    },
    leftovers: [],
  },
  {
    tool: 'ecspresso',
    files: {
      'ecspresso.yml': 'octop162__basic_vpc_and_ecs__ecspresso.yml',
      'ecs-service-def.json': 'octop162__basic_vpc_and_ecs__ecs-service-def.json',
      'ecs-task-def.json': 'octop162__basic_vpc_and_ecs__ecs-task-def.json',
    },
    services: {
      'web-service': {
        taskDefinition: './web-service.task-definition.json',
        timeout: '10m',
        deployment: {
          strategy: 'BLUE_GREEN',
          minimumHealthyPercent: 50,
          maximumPercent: 200,
          circuitBreaker: { enable: true, rollback: true },
          healthCheckGracePeriodSeconds: 60,
        },
      },
    },
    leftovers: [
      'ecspresso.yml:9: plugins[0] tfstate',
      'ecs-service-def.json:9: deploymentConfiguration.lifecycleHooks',
      'ecs-task-def.json:10: {{ tfstate `module.web_ecs_tokyo.aws_cloudwatch_log_group.ecs.name` }} → ${env:MODULE_WEB_ECS_TOKYO_AWS_CLOUDWATCH_LOG_GROUP_ECS_NAME}',
      'ecs-task-def.json:25: {{ tfstate `module.web_ecs_tokyo.aws_iam_role.ecs_execution_role.arn` }} → ${env:MODULE_WEB_ECS_TOKYO_AWS_IAM_ROLE_ECS_EXECUTION_ROLE_ARN}',
    ],
  },
  {
    tool: 'action',
    files: {
      'deploy.yml': 'Example-Collection__ECS-Fargate-Deploy-Example__github-workflows-deploy-ecs.yml',
    },
    services: {
      DemoService: {
        containers: ['DemoContainer'],
        codedeploy: {
          application: 'AppECS-DemoCluster-DemoService',
          group: 'DgpECS-DemoCluster-DemoService',
        },
      },
    },
    leftovers: [
      'deploy.yml:16: aws-region: ${{ secrets.AWS_S3_REGION }} → ${env:AWS_S3_REGION}',
      'deploy.yml:44: task-definition task-definition.json',
      'deploy.yml:55: codedeploy-appspec appspec.yaml',
    ],
  },
  {
    tool: 'action',
    files: { 'deploy.yml': 'DSACMS__iv-cbv-payroll__github-workflows-deploy-ecs.yml' },
    services: {
      'emmy-app': expect.objectContaining({
        service: 'emmy-${env:ENVIRONMENT}-app',
        containers: ['emmy-app'],
      }),
      'emmy-solid-queue': expect.objectContaining({ service: 'emmy-${env:ENVIRONMENT}-solid-queue' }),
    },
    leftovers: expect.arrayContaining([
      'deploy.yml:81: environment-variables of emmy-app',
      'deploy.yml:88: service: ${{ inputs.environment }} → ${env:ENVIRONMENT}',
    ]) as unknown as string[],
  },
  {
    tool: 'copilot',
    files: {
      'manifest.yml':
        'aws__copilot-cli__pkg-deploy-cloudformation-stack-testdata-workloads-windows-svc-manifest.yml',
    },
    services: {
      'windows-fe': {
        service: '${env:COPILOT_SERVICE}',
        containers: ['windows-fe'],
        image: { repository: '${env:COPILOT_APPLICATION_NAME}/windows-fe', context: expect.any(String) },
      },
    },
    leftovers: [
      'manifest.yml:6: the name of the cluster at AWS (copilot svc show --resources) → ${env:COPILOT_CLUSTER}',
      'manifest.yml:6: the name of the service at AWS (copilot svc show --resources) → ${env:COPILOT_SERVICE}',
      'manifest.yml:22: image.port',
      'manifest.yml:10: http',
      'manifest.yml:24: network',
      'manifest.yml:27: cpu',
      'manifest.yml:28: memory',
      'manifest.yml:30: platform',
    ],
  },
];

async function translated({ tool, files }: Case): Promise<ConfigDraft> {
  const directory = mkdtempSync(path.join(tmpdir(), 'ecsdeploy-'));
  try {
    const kind = tool === 'action' ? 'workflow' : tool;
    for (const [name, wanted] of Object.entries(files)) {
      const found = corpusFiles(kind).find((one) => one.name === wanted);
      if (found === undefined) throw new Error(`the corpus has no ${wanted}`);
      cpSync(found.file, path.join(directory, name));
    }
    const [first = ''] = Object.keys(files);
    const order = { tool, file: path.join(directory, first), shownAs: first, directory, copySecrets: false };
    return await draftFromFile(order);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describeCorpus('what has no equal (../shared/corpus)', () => {
  it.each(cases.map((one) => ({ name: Object.values(one.files)[0], one })))('$name', async ({ one }) => {
    const { value, leftovers } = await translated(one);

    expect(value['services']).toEqual(one.services);
    expect(leftovers.filter(({ reason }) => reason !== 'stays').map(describeLeftover)).toEqual(one.leftovers);
  });
});
