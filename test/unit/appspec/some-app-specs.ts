import fc from 'fast-check';
import { hookEvents, type AppSpec } from '../../../src/appspec/app-spec.ts';
import type { AppSpecParts } from '../../../src/appspec/generate.ts';
import type { Json } from '../../../src/model/task-definition.ts';

export const arn = 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:43';

const name = fc.stringMatching(/^[A-Za-z][\w-]{0,12}$/);
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const count = fc.nat({ max: 1_000 });
const port = fc.integer({ min: 1, max: 65_535 });

/** Everything that an AppSpec can be made from. */
export const someParts: fc.Arbitrary<AppSpecParts> = fc.record(
  {
    taskDefinition: fc.constantFrom(arn, '<TASK_DEFINITION>'),
    target: fc.record({ containerName: name, containerPort: port }),
    platformVersion: fc.constantFrom('LATEST', '1.4.0'),
    capacityProviderStrategy: fc.array(
      fc.record(
        { capacityProvider: name, base: count, weight: count },
        { requiredKeys: ['capacityProvider'] },
      ),
      { maxLength: 2 },
    ),
    network: fc.record({
      subnets: names,
      securityGroups: names,
      assignPublicIp: fc.constantFrom('ENABLED', 'DISABLED'),
    }),
    hooks: fc.dictionary(fc.constantFrom(...hookEvents), name),
  },
  { requiredKeys: ['taskDefinition', 'target'] },
);

/** Members that nobody knows yet. */
const unknown = fc.dictionary(
  fc.stringMatching(/^x-[A-Za-z ."]{1,8}$/),
  // Through text, which has no -0.
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json),
  { maxKeys: 3 },
);

const spelled = (word: string): fc.Arbitrary<string> =>
  fc.constantFrom(word, word.toLowerCase(), word.toUpperCase());

export interface WrittenAppSpec {
  readonly appSpec: AppSpec;
  /** The members that nobody knows, as a text that must be in whatever is made of it. */
  readonly unknown: readonly Json[];
}

/** AppSpecs as people write them: names in any case, members that nobody knows, container and port sometimes left open. */
export const someWritten: fc.Arbitrary<WrittenAppSpec> = fc
  .record({
    key: fc.record({
      Resources: spelled('Resources'),
      Properties: spelled('Properties'),
      TaskDefinition: spelled('TaskDefinition'),
      LoadBalancerInfo: spelled('LoadBalancerInfo'),
      ContainerName: spelled('ContainerName'),
      ContainerPort: spelled('ContainerPort'),
    }),
    resource: name,
    taskDefinition: fc.constantFrom<Json>('', null, '<TASK_ARN>', '${TASK}', '{{ task }}', arn, 7),
    containerName: fc.option(fc.oneof(name, fc.constantFrom<Json>(' ', '<NAME>', null)), { nil: undefined }),
    containerPort: fc.option(fc.oneof(port, port.map(String), fc.constantFrom<Json>('<PORT>', null)), {
      nil: undefined,
    }),
    version: fc.option(fc.constantFrom<Json>(0, '0.0', '0'), { nil: undefined }),
    unknown: fc.tuple(unknown, unknown, unknown, unknown),
  })
  .map(({ key, resource, taskDefinition, containerName, containerPort, version, unknown }) => {
    const [atRoot, inResource, inProperties, inInfo] = unknown;
    const info = {
      ...inInfo,
      ...(containerName === undefined ? {} : { [key.ContainerName]: containerName }),
      ...(containerPort === undefined ? {} : { [key.ContainerPort]: containerPort }),
    };
    const properties = {
      [key.TaskDefinition]: taskDefinition,
      [key.LoadBalancerInfo]: info,
      ...inProperties,
    };
    const body = { Type: 'AWS::ECS::Service', [key.Properties]: properties, ...inResource };
    const appSpec = {
      ...(version === undefined ? {} : { version }),
      ...atRoot,
      [key.Resources]: [{ [resource]: body }],
    };
    return { appSpec, unknown };
  });

/** A value as the bytes of a JSON file. */
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
