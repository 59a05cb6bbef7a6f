import { expect, it } from '@jest/globals';
import { compareTaskDefinitions } from '../../src/task-definitions/compare.ts';
import { checkTaskDefinition } from '../../src/task-definitions/check.ts';
import { loadTaskDefinition, type TaskDefinitionWithTags } from '../../src/task-definitions/load.ts';
import { renderTaskDefinition } from '../../src/task-definitions/render.ts';
import { corpusFiles, describeCorpus } from './corpus-files.ts';
import { lostLeaves } from './leaves.ts';
import { originalDefinition } from './original-definition.ts';
import { expectOneSentence } from './refused.ts';

// Files that cannot be task definitions as they are, each for the reason that a person would give.
const refused: Readonly<Record<string, RegExp>> = {
  'aws-observability__aws-otel-collector__examples-ecs-aws-cloudwatch-ecs-ec2-sidecar.json':
    /template syntax \{\{ … \}\}/,
  'aws-samples__amazon-ecs-firelens-examples__examples-fluent-bit-dynatrace-task-definition.json':
    /:34:20: not JSON/,
  'aws-samples__container-patterns__ecs-advanced-container-health-check-files-simple-container-definition.json':
    /"…" cannot stand here/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-bind-mounts.md-codeblock-3.json':
    /"\.\.\." cannot stand here/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-container-swap.md-codeblock-1.json': /:1:23: not JSON/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-docker-volumes.md-codeblock-3.json':
    /"boolean" cannot stand here/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-efs-volumes.md-codeblock-3.json':
    /"integer," cannot stand here/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-example_task_definitions.md-codeblock-3.json':
    /:1:23: not JSON/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-secrets-logconfig.md-codeblock-1.json':
    /logConfiguration is a list, and ECS wants a map/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-task-definition-template.md-codeblock-1.json':
    /family is missing/,
  'awsdocs__amazon-ecs-developer-guide__doc_source-taskdef-envfiles.md-codeblock-2.json':
    /"\.\.\." cannot stand here/,
  'boltops-tools__ufo__lib-templates-init-ufo-resources-task_definitions-web.yml': /template syntax <% … %>/,
  'buildkite-plugins__ecs-deploy-buildkite-plugin__examples-described-task-multiple.json':
    /two containers are named "sample"/,
  'docs.aws.amazon.com__AmazonECS__latest-developerguide-container-restart-policy-example.html-codeblock-1.json':
    /template syntax \{\{ … \}\}/,
  'gcanales75__sqs-sns-demo-fasttrack-saa__describe-task-definition.json': /:1:3: not JSON/,
  'osfarm__lexicon-api__task-definition.json': /family is missing/,
  'pipe-cd__pipecd__examples-v0-ecs-attachment-taskdef.yaml': /command is "echo .*", and ECS wants a list/,
};

const files = corpusFiles('taskdef');
const load = (file: string, name: string): Promise<TaskDefinitionWithTags> =>
  loadTaskDefinition({ file, shownAs: name.slice(-60), variables: {} });

describeCorpus('task definitions that people published (../shared/corpus)', () => {
  it.each(files.filter(({ name }) => Object.hasOwn(refused, name)))(
    '$name is refused',
    async ({ name, file }) => {
      const error: unknown = await load(file, name).then(
        () => undefined,
        (reason: unknown) => reason,
      );

      expectOneSentence(error);
      expect(String(error)).toMatch(refused[name] ?? /never/);
    },
  );

  it.each(files.filter(({ name }) => !Object.hasOwn(refused, name)))(
    '$name loses nothing',
    async ({ name, file }) => {
      const loaded = await load(file, name);

      const original = originalDefinition(file);
      expect(lostLeaves(original.definition, loaded.definition)).toEqual([]);
      expect(lostLeaves(loaded.definition, original.definition)).toEqual([]);
      expect(lostLeaves(original.tags, loaded.tags)).toEqual([]);
    },
  );

  it.each(files.filter(({ name }) => !Object.hasOwn(refused, name)))(
    '$name renders, changing its images only, or says which placeholder is left',
    async ({ name, file }) => {
      const loaded = await load(file, name);
      const images = new Map(loaded.definition.containerDefinitions.map((one) => [one.name, 'new/image:1']));

      try {
        const { definition } = renderTaskDefinition(loaded, images);
        const expected = JSON.parse(JSON.stringify(loaded.definition)) as typeof definition;
        const containers = expected.containerDefinitions.map((one) => ({ ...one, image: 'new/image:1' }));

        expect(definition).toEqual({ ...expected, containerDefinitions: containers });
        expect(Object.keys(definition)).toEqual(Object.keys(expected));
        const changed = compareTaskDefinitions(loaded.definition, definition).map(({ path }) => path);
        expect(changed.filter((path) => !path.endsWith('.image'))).toEqual([]);
      } catch (error) {
        expectOneSentence(error);
        expect(String(error)).toContain('is still the placeholder');
      }
      for (const { message, fix } of checkTaskDefinition(loaded.definition)) {
        expect(`${message} ${fix}`).not.toMatch(/undefined|\n/);
      }
    },
  );

  it.each([...corpusFiles('service'), ...corpusFiles('appspec')])(
    '$name, which is no task definition, is refused',
    async ({ name, file }) => {
      const error: unknown = await load(file, name).then(
        () => undefined,
        (reason: unknown) => reason,
      );

      expectOneSentence(error);
    },
  );

  it.each(corpusFiles('service'))('$name is told to be a service definition', async ({ name, file }) => {
    await expect(load(file, name)).rejects.toThrow('this is a service definition, not a task definition');
  });
});
