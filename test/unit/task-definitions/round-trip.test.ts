import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { EcsdeployError } from '../../../src/model/error.ts';
import { load } from './a-definition.ts';
import { someDefinition } from './some-definitions.ts';

const readOnly = {
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/web:7',
  revision: 7,
  status: 'ACTIVE',
  requiresAttributes: [],
  compatibilities: ['EC2'],
  registeredAt: 1_700_000_000.5,
  registeredBy: 'me',
};

describe('any definition', () => {
  it('comes back from its file, from its description and from YAML as it was', async () => {
    await fc.assert(
      fc.asyncProperty(someDefinition, async (definition) => {
        const escaped = JSON.parse(
          JSON.stringify(definition).replaceAll('${env:', () => '$${env:'),
        ) as object;
        const described = { taskDefinition: { ...escaped, ...readOnly }, tags: [] };

        for (const [content, name] of [
          [escaped, 'a.json'],
          [described, 'a.json'],
          [stringify(escaped), 'a.yaml'],
        ] as const) {
          const loaded = await load(content, { name });
          expect(JSON.stringify(loaded.definition)).toBe(JSON.stringify(definition));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is refused, if at all, with an error of ours, whatever the bytes', async () => {
    const definitionLike = fc.record({
      family: fc.jsonValue(),
      containerDefinitions: fc.oneof(
        fc.jsonValue(),
        fc.array(fc.record({ name: fc.string(), image: fc.jsonValue() })),
      ),
    });
    const content = fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.json(), definitionLike);

    await fc.assert(
      fc.asyncProperty(content, fc.constantFrom('a.json', 'a.yaml', 'a.tpl'), async (text, name) => {
        const error: unknown = await load(text, { name }).then(
          () => undefined,
          (reason: unknown) => reason,
        );

        expect(error === undefined || error instanceof EcsdeployError).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
