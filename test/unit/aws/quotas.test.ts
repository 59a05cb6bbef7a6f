import { describe, expect, it } from '@jest/globals';
import {
  actionGroupOf,
  allowanceOf,
  ownShare,
  publishedQuotas,
  type OperationName,
} from '../../../src/aws/quotas.ts';
import * as sandbox from '../../../src/sandbox/ecs/action-groups.ts';

describe('the quotas of ECS', () => {
  it.each(Object.keys(publishedQuotas) as (keyof typeof publishedQuotas)[])(
    'are the same as in the sandbox: %s',
    (group) => {
      expect(publishedQuotas[group]).toEqual(sandbox.actionGroups[group]);
    },
  );

  it.each<OperationName>([
    'ecs:RegisterTaskDefinition',
    'ecs:DescribeTaskDefinition',
    'ecs:UpdateService',
    'ecs:StopServiceDeployment',
    'ecs:DescribeServices',
    'ecs:DescribeServiceDeployments',
    'ecs:DescribeServiceRevisions',
    'ecs:ListTasks',
    'ecs:TagResource',
    'ecs:UntagResource',
  ])('count %s in the group in which the sandbox counts it', (operation) => {
    expect(actionGroupOf(operation)).toBe(sandbox.actionGroupOf(operation.slice('ecs:'.length)));
  });

  it('are not made up where AWS publishes none', () => {
    expect(actionGroupOf('elasticloadbalancing:DescribeTargetHealth')).toBeUndefined();
    expect(actionGroupOf('sts:GetCallerIdentity')).toBeUndefined();
  });

  it('are our own modest ones for CodeDeploy, of which AWS publishes none', () => {
    expect(actionGroupOf('codedeploy:GetDeployment')).toBe('codedeploy read');
    expect(actionGroupOf('codedeploy:StopDeployment')).toBe('codedeploy modify');
    expect(allowanceOf('codedeploy read')).toEqual({ burst: 40, perSecond: 10 });
    expect(allowanceOf('codedeploy modify')).toEqual({ burst: 10, perSecond: 1 });
    expect(allowanceOf('tag modify')).toEqual(ownShare(publishedQuotas['tag modify']));
  });

  it('leave AWS what may flow in a second late, and a tenth to others', () => {
    expect(ownShare(publishedQuotas['cluster service read'])).toEqual({ burst: 80, perSecond: 18 });
    expect(ownShare(publishedQuotas['cluster service modify'])).toEqual({ burst: 45, perSecond: 4.5 });
    expect(ownShare(publishedQuotas['task definition modify'])).toEqual({ burst: 18, perSecond: 0.9 });
    expect(ownShare(publishedQuotas['tag modify'])).toEqual({ burst: 10, perSecond: 9 });
  });
});
