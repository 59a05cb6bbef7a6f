import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { AppSpec } from '../../src/appspec/app-spec.ts';
import { appSpecContent } from '../../src/appspec/content.ts';
import { parseAppSpec, type ParsedAppSpec } from '../../src/appspec/parse.ts';
import { patchAppSpec } from '../../src/appspec/patch.ts';
import { corpusFiles, describeCorpus } from './corpus-files.ts';
import { lostLeaves } from './leaves.ts';

// Files that no deployment of ECS could begin with, each with every sentence that a person gets, and its line and column.
const refused: Readonly<Record<string, readonly RegExp[]>> = {
  'JuanDaCalderon__ABCall-backend__crear_incidentes-AppSpec.json': [
    /^2:16 version is 1, and the only version of AppSpecs is 0\.0$/,
  ],
  'Sseamu__terraform-philo-architecture__appspec.json': [
    /^2:14 version is 0\.2, and the only version of AppSpecs is 0\.0$/,
  ],
  'aws-samples__ecs-blue-green-deployment-with-codedeploy__iac-code-deploy-appspec.yml': [
    /^14:28 Hooks\[0\]\.AfterAllowTestTraffic is empty, it must be the name or ARN of a Lambda function, or left out$/,
  ],
  'aws-samples__ecs-windows-ci-cd-blue-green__asset-appspec_template.yaml': [
    /^11:29 Resources\[0\]\.TargetService\.Properties\.CapacityProviderStrategy\[0\]\.CapacityProvider is still the placeholder "<CAPACITY_PROVIDER>"$/,
  ],
  'khaaliswooden-max__hz-navigator__github-appspec.yaml': [
    /^20:17 .*\.Subnets\[0\] is still the placeholder "<SUBNET_1>"$/,
    /^21:17 .*\.Subnets\[1\] is still the placeholder "<SUBNET_2>"$/,
    /^23:17 .*\.SecurityGroups\[0\] is still the placeholder "<SECURITY_GROUP>"$/,
  ],
  'otunba-ola01__revolucare-wrlylc__infrastructure-ci-cd-appspec.yaml': [
    /^16:17 .*\.Subnets\[0\] is still the placeholder "<SUBNET_1>"$/,
    /^17:17 .*\.Subnets\[1\] is still the placeholder "<SUBNET_2>"$/,
    /^19:17 .*\.SecurityGroups\[0\] is still the placeholder "<SECURITY_GROUP>"$/,
    /^23:1 Hooks must be a list of maps, .* and it is a map of scripts, as in an AppSpec for EC2 servers$/,
  ],
  'toluna-terraform__terraform-aws-ecs-gitflow__templates-appspec.json.tpl': [
    /^11:42 not JSON: "<CONTAINER_PORT>" cannot stand here; the template syntax %\{ … \} is in the file, which ecsdeploy does not render$/,
  ],
};

const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:43';
const served = [{ containerName: 'served', containerPort: 8081 }];
const files = corpusFiles('appspec');
const parse = (file: string): ParsedAppSpec => parseAppSpec({ bytes: readFileSync(file), file });

function patched(file: string): { given: AppSpec; result: AppSpec } {
  const parsed = parse(file);
  if (parsed.kind === 'problems') throw new Error(parsed.problems[0].message);
  return { given: parsed.appSpec, result: patchAppSpec(parsed.appSpec, { taskDefinition: arn, served }) };
}

describeCorpus('AppSpecs that people published (../shared/corpus)', () => {
  it.each(files.filter(({ name }) => Object.hasOwn(refused, name)))('$name is refused', ({ name, file }) => {
    const parsed = parse(file);

    const told =
      parsed.kind === 'problems'
        ? parsed.problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`)
        : [];
    expect(told).toHaveLength(refused[name]?.length ?? 0);
    for (const [index, sentence] of told.entries()) {
      expect(sentence).toMatch(refused[name]?.[index] ?? /never/);
      expect(sentence).not.toMatch(/undefined|\[object|[\r\n]/);
    }
  });

  it.each(files.filter(({ name }) => !Object.hasOwn(refused, name)))(
    '$name is patched: its revision changes, and what it leaves open is filled in',
    ({ file }) => {
      const { given, result } = patched(file);

      const changed = lostLeaves(given, result).map((leaf) => leaf.replace(/^(?:.*?\/)(?=\w+ = )/, ''));
      for (const leaf of changed) {
        expect(leaf).toMatch(/^(?:version|TaskDefinition|Container(?:Name|Port).*<CONTAINER_)/);
      }
      expect(appSpecContent(result).content).toContain(`"TaskDefinition":"${arn}"`);
      expect(appSpecContent(result).content).toMatch(/"ContainerPort":\d+/);
      expect(patchAppSpec(result, { taskDefinition: arn, served })).toEqual(result);
    },
  );
});
