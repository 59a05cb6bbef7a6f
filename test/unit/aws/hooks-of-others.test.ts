import { describe, expect, it } from '@jest/globals';
import { HttpResponse, type HttpRequest } from '@smithy/core/transport';
import { createClients } from '../../../src/aws/clients.ts';
import { openAws } from '../../../src/aws/open-aws.ts';
import { requireService, updateSettings } from '../../../src/aws/services.ts';
import { changedHooks } from '../../../src/model/lifecycle-hooks.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';

const ref = { cluster: 'prod', service: 'web' };

/** As somebody has made it with a later ECS than this program knows. */
const theirs = {
  targetType: 'STEP_FUNCTION',
  lifecycleStages: ['AFTER_LUNCH'],
  hookDetails: { team: 'payments', limits: [1, 2.5, null] },
  timeoutConfiguration: { timeoutInMinutes: 5, action: 'ASK_AGAIN', grace: true },
  newerMember: { nested: ['kept'] },
};
const service = {
  serviceName: 'web',
  clusterArn: 'arn:aws:ecs:us-east-1:123456789012:cluster/prod',
  serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/prod/web',
  status: 'ACTIVE',
  deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', createdAt: 1_768_467_600.25 }],
  deploymentConfiguration: { strategy: 'CANARY', lifecycleHooks: [theirs] },
};

describe('hooks of others', () => {
  it('go back to AWS with every member that came from there', async () => {
    const sent: unknown[] = [];
    const requestHandler = {
      handle: (request: HttpRequest) => {
        sent.push(JSON.parse(new TextDecoder().decode(request.body as Uint8Array)));
        const body = Buffer.from(JSON.stringify({ services: [service], service }));
        return Promise.resolve({ response: new HttpResponse({ statusCode: 200, headers: {}, body }) });
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
    };
    const clients = createClients({
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      requestHandler,
    });
    const aws = openAws({ clients, clock: new Sandbox().clock, random: () => 0.5 });

    const state = await requireService(aws, ref);
    const approvals = [{ moment: 'before-traffic', timeoutInMinutes: 60, onTimeout: 'ROLLBACK' }] as const;
    const lifecycleHooks = changedHooks(state.settings.hooks, { approvals });
    await updateSettings(aws, ref, { settings: { approvals }, lifecycleHooks });

    expect(state.deployments[0]?.createdAt).toBe(1_768_467_600_250);
    expect(sent.at(-1)).toEqual({
      cluster: 'prod',
      service: 'web',
      deploymentConfiguration: {
        lifecycleHooks: [
          theirs,
          {
            targetType: 'PAUSE',
            lifecycleStages: ['POST_SCALE_UP'],
            hookDetails: { ecsdeploy: { approve: 'before-traffic' } },
            timeoutConfiguration: { timeoutInMinutes: 60, action: 'ROLLBACK' },
          },
        ],
      },
    });
  });
});
