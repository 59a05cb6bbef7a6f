import fc from 'fast-check';
import type { TaskDefinition } from '../../../src/model/task-definition.ts';

const word = fc.stringMatching(/^[a-zA-Z][\w-]{0,8}$/);
const text = fc.string({ maxLength: 12 });
const names = fc.uniqueArray(word, { maxLength: 4 });

const container = fc.record(
  {
    image: word,
    cpu: fc.nat(1024),
    memory: fc.integer({ min: 4, max: 4096 }),
    essential: fc.boolean(),
    command: fc.array(text, { minLength: 1, maxLength: 3 }),
    environment: names.chain((keys) =>
      fc.tuple(...keys.map((name) => fc.record({ name: fc.constant(name), value: text }))),
    ),
    secrets: names.chain((keys) =>
      fc.tuple(...keys.map((name) => fc.record({ name: fc.constant(name), valueFrom: word }))),
    ),
    portMappings: fc.array(
      fc.record(
        {
          containerPort: fc.integer({ min: 1, max: 65_535 }),
          name: word,
          protocol: fc.constantFrom('tcp', 'udp'),
        },
        { requiredKeys: ['containerPort'] },
      ),
      { maxLength: 2 },
    ),
    healthCheck: fc.record(
      { command: fc.array(text, { minLength: 1, maxLength: 2 }), interval: fc.integer({ min: 5, max: 300 }) },
      { requiredKeys: ['command'] },
    ),
    dockerLabels: fc.dictionary(word, text, { maxKeys: 3 }),
    futureMember: fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('null')),
  },
  { requiredKeys: ['image'] },
);

/** Definitions as people write them: some members, in the types of AWS, with members that nobody knows yet. */
export const someDefinition: fc.Arbitrary<TaskDefinition> = fc
  .record(
    {
      family: word,
      containerDefinitions: fc
        .uniqueArray(word, { minLength: 1, maxLength: 3 })
        .chain((keys) => fc.tuple(...keys.map((name) => container.map((members) => ({ name, ...members }))))),
      networkMode: fc.constantFrom('awsvpc', 'bridge', 'host'),
      cpu: fc.constantFrom('256', '1 vCPU'),
      memory: fc.constantFrom('512', '2 GB'),
      volumes: fc.uniqueArray(word, { maxLength: 2 }).map((list) => list.map((name) => ({ name }))),
      requiresCompatibilities: fc.subarray(['EC2', 'FARGATE']),
    },
    { requiredKeys: ['family', 'containerDefinitions'] },
  )
  .map((members) => members as TaskDefinition);
