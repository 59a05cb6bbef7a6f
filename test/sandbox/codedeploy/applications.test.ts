import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from '../clients.ts';

let sandbox: Sandbox;
let codedeploy: ReturnType<typeof clientsOf>['codedeploy'];
beforeEach(() => {
  sandbox = new Sandbox();
  codedeploy = clientsOf(sandbox).codedeploy;
});

const create = (applicationName = 'shop', computePlatform: string | undefined = 'ECS') =>
  codedeploy.createApplication({ applicationName, computePlatform: computePlatform as 'ECS' });

describe('an application', () => {
  it('is told as it was created', async () => {
    const { applicationId } = await create();
    const told = {
      applicationId,
      applicationName: 'shop',
      createTime: new Date(sandbox.clock.now()),
      linkedToGitHub: false,
      computePlatform: 'ECS',
    };
    expect((await codedeploy.getApplication({ applicationName: 'shop' })).application).toEqual(told);
    const batch = await codedeploy.batchGetApplications({ applicationNames: ['shop'] });
    expect(batch.applicationsInfo).toEqual([told]);
  });

  it('has a name of its own', async () => {
    await create();
    expect(await refusal(create())).toEqual({
      name: 'ApplicationAlreadyExistsException',
      message: 'The application shop already exists with the user or AWS account.',
    });
    expect((await refusal(create(''))).name).toBe('ApplicationNameRequiredException');
    expect((await refusal(create('x'.repeat(101)))).name).toBe('InvalidApplicationNameException');
  });

  it('is for ECS, and the sandbox says so where AWS knows other platforms', async () => {
    for (const platform of ['Server', 'Lambda', 'Kubernetes']) {
      expect(await refusal(create('shop', platform))).toEqual({
        name: 'InvalidComputePlatformException',
        message: `The ecsdeploy sandbox does not have the compute platform ${platform}, only ECS (computePlatform ECS).`,
      });
    }
    expect((await refusal(create('shop', 'Moon'))).message).toBe(
      "ComputePlatform 'Moon' is not valid. Valid values are [Server, Lambda, ECS, Kubernetes]",
    );
  });

  it('that is not there is an error to read, and none to delete', async () => {
    const unknown = {
      name: 'ApplicationDoesNotExistException',
      message: 'No application found for name: shop',
    };
    expect(await refusal(codedeploy.getApplication({ applicationName: 'shop' }))).toEqual(unknown);
    expect(await refusal(codedeploy.batchGetApplications({ applicationNames: ['shop'] }))).toEqual(unknown);
    expect(await refusal(codedeploy.listDeploymentGroups({ applicationName: 'shop' }))).toEqual(unknown);
    await codedeploy.deleteApplication({ applicationName: 'shop' });
  });

  it('is gone when it is deleted', async () => {
    await create();
    await codedeploy.deleteApplication({ applicationName: 'shop' });
    expect((await codedeploy.listApplications({})).applications).toEqual([]);
  });

  it('has tags', async () => {
    await codedeploy.createApplication({
      applicationName: 'shop',
      computePlatform: 'ECS',
      tags: [{ Key: 'team', Value: 'a' }],
    });
    const ResourceArn = 'arn:aws:codedeploy:us-east-1:123456789012:application:shop';
    await codedeploy.tagResource({
      ResourceArn,
      Tags: [
        { Key: 'team', Value: 'b' },
        { Key: 'stage', Value: 'prod' },
      ],
    });
    await codedeploy.untagResource({ ResourceArn, TagKeys: ['stage'] });
    expect((await codedeploy.listTagsForResource({ ResourceArn })).Tags).toEqual([
      { Key: 'team', Value: 'b' },
    ]);
    expect((await refusal(codedeploy.listTagsForResource({ ResourceArn: 'shop' }))).name).toBe(
      'InvalidArnException',
    );
  });
});

describe('the list of applications', () => {
  it('comes in pages of a hundred', async () => {
    const names = Array.from({ length: 101 }, (_, index) => `app-${String(index).padStart(3, '0')}`);
    for (const name of names) await create(name);
    const first = await codedeploy.listApplications({});
    const second = await codedeploy.listApplications({ nextToken: first.nextToken });
    expect([...first.applications!, ...second.applications!]).toEqual(names);
    expect(second.nextToken).toBeUndefined();
    expect((await refusal(codedeploy.listApplications({ nextToken: 'x' }))).name).toBe(
      'InvalidNextTokenException',
    );
    expect((await refusal(codedeploy.batchGetApplications({ applicationNames: names }))).name).toBe(
      'BatchLimitExceededException',
    );
  });
});
