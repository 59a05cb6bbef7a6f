import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import { startFailureOf } from '../../../src/diagnosis/start-failure.ts';
import type { StoppedContainer, StoppedTask } from '../../../src/model/deployment.ts';
import type { ContainerDefinition, TaskDefinition } from '../../../src/model/task-definition.ts';

function stopped(...containers: StoppedContainer[]): StoppedTask {
  return {
    taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/prod/0123456789abcdef0123456789abcdef',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers,
  };
}

function definitionOf(...containerDefinitions: ContainerDefinition[]): TaskDefinition {
  return { family: 'web', containerDefinitions };
}

function blamed(task: StoppedTask, definition?: TaskDefinition) {
  const { findings } = diagnose({
    service: { cluster: 'prod', service: 'web' },
    stoppedTasks: [task],
    events: [],
    targetGroups: [],
    alarms: [],
    hooks: [],
    gates: [],
    missing: [],
    definition,
  });
  return findings.map(({ id, container }) => [id, container]);
}

const bothNeeded = definitionOf({ name: 'envoy' }, { name: 'web', essential: true });
const sidecar = definitionOf({ name: 'agent', essential: false }, { name: 'web' });

describe('the container that ended its task', () => {
  it.each([137, 143])('is none that ECS has killed after it, with %i', (exitCode) => {
    const task = stopped({ name: 'envoy', exitCode }, { name: 'web', exitCode: 1 });

    expect(blamed(task)).toEqual([['exit.1', 'web']]);
    expect(blamed(task, bothNeeded)).toEqual([['exit.1', 'web']]);
  });

  it('is one that ended well where it should have stayed, before those that were killed', () => {
    const task = stopped({ name: 'envoy', exitCode: 137 }, { name: 'web', exitCode: 0 });

    expect(blamed(task, bothNeeded)).toEqual([['exit.0', 'web']]);
  });

  it('is one that the task needs, before one that failed beside it', () => {
    const task = stopped({ name: 'agent', exitCode: 1 }, { name: 'web', exitCode: 139 });

    expect(blamed(task, sidecar)).toEqual([['exit.139', 'web']]);
  });

  it('is the killed one that the task needs, before one that had done its work', () => {
    const task = stopped({ name: 'agent', exitCode: 0 }, { name: 'web', exitCode: 137 });

    expect(blamed(task, sidecar)).toEqual([['exit.137', 'web']]);
    expect(blamed(task)).toEqual([['exit.137', 'web']]);
  });

  it('is the one with a reason, wherever it stands', () => {
    const reason = 'OutOfMemoryError: Container killed due to memory usage';
    const task = stopped({ name: 'envoy', exitCode: 1 }, { name: 'web', exitCode: 137, reason });

    expect(blamed(task, bothNeeded)).toEqual([['memory.exceeded', 'web']]);
  });

  it('is the killed one before the stopped one, where nothing else is known', () => {
    const task = stopped({ name: 'envoy', exitCode: 143 }, { name: 'web', exitCode: 137 });

    expect(blamed(task, bothNeeded)).toEqual([['exit.137', 'web']]);
  });

  it('is a first one that failed, and that the others wait for', () => {
    const definition = definitionOf(
      { name: 'envoy' },
      { name: 'migrate', essential: false },
      { name: 'web', dependsOn: [{ containerName: 'migrate', condition: 'SUCCESS' }] },
    );
    const task = stopped({ name: 'envoy', exitCode: 143 }, { name: 'migrate', exitCode: 1 }, { name: 'web' });

    expect(blamed(task, definition)).toEqual([['exit.1', 'migrate']]);
  });

  it('is the same for whoever follows the release', () => {
    const task = stopped({ name: 'agent', exitCode: 127 }, { name: 'web', exitCode: 1 });

    expect(startFailureOf(task, sidecar)).toMatchObject({
      canHeal: true,
      text: expect.stringContaining('web'),
    });
    expect(
      startFailureOf(stopped({ name: 'envoy', exitCode: 137 }, { name: 'web', exitCode: 127 })),
    ).toMatchObject({ canHeal: false, text: expect.stringContaining('web: exit code 127') });
  });

  it('is nobody where none has ended', () => {
    expect(blamed(stopped({ name: 'web' }))).toEqual([['unknown', undefined]]);
  });
});
