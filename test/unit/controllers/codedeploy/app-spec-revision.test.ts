import { describe, expect, it } from '@jest/globals';
import { readAppSpec } from '../../../../src/controllers/codedeploy/app-spec-revision.ts';

const taskDefinition = 'arn:aws:ecs:us-east-1:111122223333:task-definition/f:8';

describe('the AppSpec of a deployment', () => {
  it('is read as YAML, in any case of its names', () => {
    const content = `version: 0.0
resources:
  - TargetService:
      Type: AWS::ECS::Service
      properties:
        taskDefinition: "${taskDefinition}"
Hooks:
  - BeforeInstall: one
  - AfterAllowTraffic: two
`;
    expect(readAppSpec(content)).toEqual({
      taskDefinition,
      hooks: { BeforeInstall: 'one', AfterAllowTraffic: 'two' },
    });
  });

  it('is read as JSON', () => {
    const Properties = { TaskDefinition: taskDefinition };
    const content = JSON.stringify({ version: 0, Resources: [{ Any: { Properties } }] });
    expect(readAppSpec(content)).toEqual({ taskDefinition, hooks: {} });
  });

  it.each(['', '{', '[]', 'Resources: none', 'Resources: [{}]', 'Hooks: {BeforeInstall: one}'])(
    'says nothing where it says nothing: %j',
    (content) => {
      expect(readAppSpec(content)).toEqual({ taskDefinition: undefined, hooks: {} });
    },
  );
});
