import { describe, expect, it } from '@jest/globals';
import { checkTaskDefinition } from '../../../src/task-definitions/check.ts';
import { aDefinition } from './a-definition.ts';

const fargate = { requiresCompatibilities: ['FARGATE'], networkMode: 'awsvpc', cpu: '256', memory: '512' };

describe('what AWS is sure to reject', () => {
  it('is nothing in a good definition', () => {
    expect(checkTaskDefinition(aDefinition())).toEqual([]);
    expect(checkTaskDefinition(aDefinition({ ...fargate, cpu: '1 vCPU', memory: '2 GB' }))).toEqual([]);
  });

  it.each([
    ['an illegal family', aDefinition({ family: 'web/1' }), 'family', 'the family "web/1"'],
    [
      'no image',
      aDefinition({}, { image: '' }),
      'containerDefinitions[app].image',
      'the container app has no image',
    ],
    ['no memory', aDefinition({}, { memory: undefined }), 'containerDefinitions[app]', 'neither memory nor'],
    [
      'nothing essential',
      aDefinition({}, { essential: false }),
      'containerDefinitions',
      'no container is essential',
    ],
    [
      'a name in environment and secrets',
      aDefinition(
        {},
        { environment: [{ name: 'A', value: 'hunter' }], secrets: [{ name: 'A', valueFrom: 'x' }] },
      ),
      'containerDefinitions[app].secrets[A]',
      'A is in environment and in secrets of the container app',
    ],
    [
      'another host port with awsvpc',
      aDefinition({ networkMode: 'awsvpc' }, { portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
      'containerDefinitions[app].portMappings[0].hostPort',
      'the host port 8080 of app is not its container port 80, as awsvpc demands',
    ],
    [
      'a dependency on nobody',
      aDefinition({}, { dependsOn: [{ containerName: 'db', condition: 'START' }] }),
      'containerDefinitions[app].dependsOn',
      'depends on "db", which does not exist',
    ],
    [
      'Fargate on a bridge',
      aDefinition({ ...fargate, networkMode: 'bridge' }),
      'networkMode',
      'only has awsvpc',
    ],
    ['Fargate without cpu', aDefinition({ ...fargate, cpu: undefined }), 'cpu', 'Fargate needs cpu'],
    ['too much', aDefinition({}, { command: ['x'.repeat(70_000)] }), '', 'ECS takes 65536 (64 KB)'],
    [
      'eleven containers',
      aDefinition({
        containerDefinitions: Array.from({ length: 11 }, (_, i) => ({
          name: `c${i}`,
          image: 'x',
          memory: 4,
        })),
      }),
      'containerDefinitions',
      'there are 11 containers',
    ],
  ])('%s', (_, definition, path, message) => {
    const found = checkTaskDefinition(definition);

    expect(found.map((one) => one.path)).toContain(path);
    expect(found.map((one) => one.message).join('\n')).toContain(message);
    expect(JSON.stringify(found)).not.toContain('hunter');
  });

  it('is a size that Fargate does not have, with those it has', () => {
    const [found] = checkTaskDefinition(aDefinition({ ...fargate, cpu: '4096', memory: '4096' }));

    expect(found?.message).toBe('Fargate has no size of cpu "4096" with memory "4096"');
    expect(found?.fix).toMatch(/^For cpu 4096 the memory can be 8192, 9216, .*, 30720\.$/);
  });
});
