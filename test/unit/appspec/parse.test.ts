import { describe, expect, it } from '@jest/globals';
import { InvalidAppSpec } from '../../../src/appspec/invalid-app-spec.ts';
import { parseAppSpec, type ParsedAppSpec } from '../../../src/appspec/parse.ts';
import { bytesOf } from './some-app-specs.ts';

const parse = (text: string, file = 'appspec.yaml', variables = {}): ParsedAppSpec =>
  parseAppSpec({ bytes: bytesOf(text), file, variables });

/** `line:column sentence`, as they are told. */
function told(text: string, file?: string): string[] {
  const parsed = parse(text, file);
  if (parsed.kind === 'appspec') return [];
  return parsed.problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`);
}

/** An AppSpec of seven lines, with more members in its properties and after its resources. */
const appSpec = ({ properties = '', rest = '', info = '{ContainerName: web, ContainerPort: 80}' } = {}) =>
  `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: ${info}
${properties}${rest}`;

const where = 'Resources[0].TargetService.Properties';

describe('an AppSpec file', () => {
  it('is read as it stands there, whatever the case of its names', () => {
    const text =
      '{"VERSION": "0.0", "resources": [{"Mine": {"type": "AWS::ECS::Service", "properties": ' +
      '{"loadbalancerinfo": {}, "new": null}}}], "hooks": [{"beforeallowtraffic": "check"}], "x": [1.5]}';

    expect(parse(text, 'appspec.json')).toEqual({
      kind: 'appspec',
      appSpec: JSON.parse(text) as unknown,
    });
  });

  it('may leave to a release what the release knows', () => {
    for (const info of ['{}', '{ContainerName: " ", ContainerPort: <PORT>}', '{ContainerPort: "8080"}'])
      expect(told(appSpec({ info }))).toEqual([]);
  });

  it('gets what variables hold', () => {
    const parsed = parse(appSpec({ rest: 'Hooks: [{AfterInstall: "${env:STAGE}-check"}]\n' }), undefined, {
      STAGE: 'test',
    });

    expect(parsed).toMatchObject({ appSpec: { Hooks: [{ AfterInstall: 'test-check' }] } });
    expect(told(appSpec({ rest: 'Hooks: [{AfterInstall: "${env:STAGE}-check"}]\n' }))).toEqual([
      '8:24 Hooks[0].AfterInstall needs the environment variable STAGE, which is not set',
    ]);
  });

  it.each([
    ['', '1:1 this is empty, not an AppSpec for ECS'],
    ['just words', '1:1 this is only the value "just words", not an AppSpec for ECS'],
    ['- a', '1:1 this is a list, not an AppSpec for ECS'],
    [
      'version: 0.0\nos: linux\nfiles: []\n',
      '3:1 this is an AppSpec for EC2 servers (it has files), not an AppSpec for ECS',
    ],
    ['family: web\ncontainerDefinitions: []\n', '1:1 this is a task definition, not an AppSpec for ECS'],
    [
      'Resources:\n  Web:\n    Type: AWS::ECS::Service\n',
      '1:1 this is a CloudFormation template, not an AppSpec for ECS',
    ],
    [
      'version: 0.0\nresources:\n  - f:\n      type: AWS::Lambda::Function\n',
      '4:13 this is an AppSpec for Lambda, not an AppSpec for ECS',
    ],
  ])('that is something else is told so: %j', (text, sentence) => {
    expect(told(text)).toEqual([sentence]);
  });

  it.each([
    ['version: 0.0\n', '1:1 Resources is missing, it must be a list with one item, TargetService'],
    ['Resources: []\n', '1:12 Resources is an empty list, it must be a list with one item, TargetService'],
    ['Resources: web\n', '1:12 Resources is "web", it must be a list with one item, TargetService'],
    ['Resources: {}\n', '1:12 Resources is a map, it must be a list with one item, TargetService'],
    ['Resources: [web]\n', '1:13 Resources[0] is "web", it must be a map: TargetService'],
    ['Resources: [{}]\n', '1:13 Resources[0] is an empty map, it must have the member TargetService'],
    [
      'Resources: [{A: {}}, {B: {}}]\n',
      '1:23 Resources has 2 resources (A, B), and CodeDeploy takes one service of ECS in a deployment',
    ],
    ['Resources: [{A: 1}]\n', '1:17 Resources[0].A is 1, it must be a map: Type, Properties'],
    [
      'Resources: [{A: {Type: Web, Properties: {LoadBalancerInfo: {}}}}]\n',
      '1:24 Resources[0].A.Type is "Web", it must be AWS::ECS::Service',
    ],
    [
      'Resources: [{A: {Properties: {LoadBalancerInfo: {}}}}]\n',
      '1:17 Resources[0].A.Type is missing, it must be AWS::ECS::Service',
    ],
    [
      'Resources: [{A: {Type: "AWS::ECS::Service"}}]\n',
      '1:17 Resources[0].A.Properties is missing, it must be a map with LoadBalancerInfo',
    ],
    [
      'Resources: [{A: {Type: "AWS::ECS::Service", Properties: {}}}]\n',
      '1:57 Resources[0].A.Properties.LoadBalancerInfo is missing, it must be a map with ContainerName and ContainerPort',
    ],
    [
      'version: .inf\nResources: [{A: {Type: "AWS::ECS::Service", Properties: {LoadBalancerInfo: {}}}}]\n',
      '1:10 version is Infinity, and the only version of AppSpecs is 0.0',
    ],
  ])('without the one resource of ECS is refused: %j', (text, sentence) => {
    expect(told(text)).toContain(sentence);
  });

  it.each([
    ['5', '7:27 LoadBalancerInfo is 5, it must be a map with ContainerName and ContainerPort'],
    ['{ContainerName: 5}', '7:43 LoadBalancerInfo.ContainerName is 5, it must be the name of a container'],
    [
      '{ContainerPort: http}',
      '7:43 LoadBalancerInfo.ContainerPort is "http", it must be a number from 1 to 65535',
    ],
    ['{ContainerPort: 0}', '7:43 LoadBalancerInfo.ContainerPort is 0, it must be a number from 1 to 65535'],
    [
      '{ContainerPort: 80, containerport: 81}',
      '7:47 LoadBalancerInfo.containerport is there beside ContainerPort, and only one of them can count',
    ],
  ])('with a strange load balancer is refused: %s', (info, sentence) => {
    expect(told(appSpec({ info }))).toEqual([
      sentence.replace('LoadBalancerInfo', `${where}.LoadBalancerInfo`),
    ]);
  });

  it.each([
    ['PlatformVersion: 1.4', '8:26 PlatformVersion is 1.4, it must be a text'],
    ['PlatformVersion: "${VERSION}"', '8:26 PlatformVersion is still the placeholder "${VERSION}"'],
    [
      'NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [subnet-1]}}',
      '8:53 NetworkConfiguration.AwsvpcConfiguration has no SecurityGroups and no AssignPublicIp, and CodeDeploy wants all of Subnets, SecurityGroups, AssignPublicIp, or none of them',
    ],
    [
      'NetworkConfiguration: {AwsvpcConfiguration: {Subnets: subnet-1, SecurityGroups: [sg-1], AssignPublicIp: DISABLED}}',
      '8:63 NetworkConfiguration.AwsvpcConfiguration.Subnets is "subnet-1", it must be a list of ids',
    ],
    [
      'NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [subnet-1], SecurityGroups: [sg-1], AssignPublicIp: true}}',
      '8:115 NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp is true, it must be ENABLED or DISABLED',
    ],
    [
      'CapacityProviderStrategy: FARGATE',
      '8:35 CapacityProviderStrategy is "FARGATE", it must be a list of maps with CapacityProvider, Base, Weight',
    ],
    [
      'CapacityProviderStrategy: [{Weight: 1}]',
      '8:36 CapacityProviderStrategy[0].CapacityProvider is missing, it must be the name of one',
    ],
    [
      'CapacityProviderStrategy: [{CapacityProvider: FARGATE, Weight: some}]',
      '8:72 CapacityProviderStrategy[0].Weight is "some", it must be a whole number',
    ],
  ])('with a property that CodeDeploy would refuse is refused: %s', (property, sentence) => {
    const [place = '', ...words] = sentence.split(' ');

    expect(told(appSpec({ properties: `        ${property}\n` }))).toEqual([
      `${place} ${where}.${words.join(' ')}`,
    ]);
  });

  it('may have a network of which nothing is said', () => {
    for (const network of ['', '{}', '{AwsvpcConfiguration: }'])
      expect(told(appSpec({ properties: `        NetworkConfiguration: ${network}\n` }))).toEqual([]);
  });

  it.each([
    [
      '- BeforeAllowTrafic: check',
      '9:5 Hooks[0].BeforeAllowTrafic is no lifecycle event of a deployment of ECS',
    ],
    [
      '- Install: check',
      '9:5 Hooks[0].Install: CodeDeploy does Install itself, no function can be called for it',
    ],
    [
      '- AfterInstall: [check]',
      '9:19 Hooks[0].AfterInstall is a list, it must be the name or ARN of a Lambda function',
    ],
    ['- AfterInstall: <CHECK>', '9:19 Hooks[0].AfterInstall is still the placeholder "<CHECK>"'],
    ['- check', '9:5 Hooks[0] is "check", it must be a map: an event and its function'],
    [
      '- AfterInstall: a\n  - afterinstall: b',
      '10:5 Hooks[1].afterinstall is there beside Hooks[0].AfterInstall, and an event has one function',
    ],
  ])('with a strange hook is refused: %s', (hook, sentence) => {
    expect(told(appSpec({ rest: `Hooks:\n  ${hook}\n` }))).toEqual([sentence]);
  });

  it('that is a template of another tool is told so', () => {
    expect(told('{"version": {{ version }}}', 'appspec.json')[0]).toMatch(
      /^1:14 not JSON: .*; the template syntax \{\{ … \}\} is in this line, which ecsdeploy does not render$/,
    );
    expect(told('{"version": <VERSION>}', 'appspec.json')).toEqual([
      '1:13 not JSON: "<VERSION>}" cannot stand here; the placeholder <VERSION> is in this line',
    ]);
  });

  it('is refused with everything that is wrong in it, in the order of the file', () => {
    const parsed = parse(appSpec({ info: '{ContainerPort: http}', rest: 'Hooks: {Install: check}\n' }));
    if (parsed.kind === 'appspec') throw new Error('it is refused');

    const error = new InvalidAppSpec('web.yaml', parsed.problems);

    expect(error.code).toBe('appspec.invalid');
    expect(error.message.split('\n')).toEqual([
      '2 problems:',
      `web.yaml:7:43: ${where}.LoadBalancerInfo.ContainerPort is "http", it must be a number from 1 to 65535`,
      'web.yaml:8:1: Hooks must be a list of maps, each with an event and its Lambda function (- BeforeAllowTraffic: my-check), and it is a map',
    ]);
  });
});
