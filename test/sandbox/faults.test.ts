import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

let sandbox: Sandbox;
let clients: ReturnType<typeof clientsOf>;
beforeEach(() => {
  sandbox = new Sandbox();
  clients = clientsOf(sandbox);
});

const whoAmI = (): Promise<unknown> => clients.sts.send(new GetCallerIdentityCommand({}));
const createGroup = (name: string): Promise<unknown> =>
  clients.logs.send(new CreateLogGroupCommand({ logGroupName: name }));

describe('a fault', () => {
  it('throttles as many calls as asked, in the words of AWS', async () => {
    sandbox.control.fault({ operation: 'GetCallerIdentity', error: 'ThrottlingException', count: 2 });
    const throttled = { name: 'ThrottlingException', message: 'Rate exceeded' };
    expect(await refusal(whoAmI())).toEqual(throttled);
    expect(await refusal(whoAmI())).toEqual(throttled);
    await expect(whoAmI()).resolves.toMatchObject({ Account: '123456789012' });
  });

  it('of an error has no effect on the world', async () => {
    sandbox.control.fault({ operation: 'CreateLogGroup', error: 'ServerException', count: 1 });
    const error = await refusal(createGroup('a'));
    expect(error.name).toBe('ServerException');
    expect(sandbox.world.logs.hasGroup('a')).toBe(false);
  });

  it('on * hits every operation, and only until it is cleared', async () => {
    sandbox.control.fault({ operation: '*', error: 'ExpiredTokenException' });
    expect((await refusal(createGroup('a'))).message).toBe(
      'The security token included in the request is expired',
    );
    expect((await refusal(whoAmI())).name).toBe('ExpiredTokenException');
    sandbox.control.clearFaults();
    await whoAmI();
  });

  it('of access says who may not do what', async () => {
    sandbox.control.fault({ operation: 'CreateLogGroup', error: 'AccessDeniedException' });
    expect((await refusal(createGroup('a'))).message).toBe(
      'User: arn:aws:iam::123456789012:user/sandbox is not authorized to perform: logs:CreateLogGroup because no identity-based policy allows the logs:CreateLogGroup action',
    );
  });

  it('hits a share of the calls, the same ones for the same seed', async () => {
    const hits = async (seed: number): Promise<boolean[]> => {
      sandbox = new Sandbox({ seed });
      clients = clientsOf(sandbox);
      sandbox.control.fault({ operation: 'GetCallerIdentity', error: 'InternalFailure', rate: 0.3 });
      const results: boolean[] = [];
      for (let call = 0; call < 40; call++)
        results.push(
          await whoAmI().then(
            () => false,
            () => true,
          ),
        );
      return results;
    };
    const first = await hits(7);
    expect(await hits(7)).toEqual(first);
    expect(await hits(8)).not.toEqual(first);
    const share = first.filter(Boolean).length;
    expect(share).toBeGreaterThan(4);
    expect(share).toBeLessThan(22);
  });

  it('loses the reply after the effect: the client sees a broken connection', async () => {
    sandbox.control.fault({ operation: 'CreateLogGroup', loseReply: true, count: 1 });
    expect(await refusal(createGroup('a'))).toEqual({ name: 'TimeoutError', message: 'socket hang up' });
    expect(sandbox.world.logs.hasGroup('a')).toBe(true);
  });

  it('delays the answer in sandbox time', async () => {
    sandbox.control.fault({ operation: 'GetCallerIdentity', delay: 20_000, count: 1 });
    const before = sandbox.clock.now();
    await whoAmI();
    expect(sandbox.clock.now() - before).toBe(20_000);
  });

  it('that hangs lets time go on, and ends when the client gives up', async () => {
    sandbox.control.fault({ operation: 'GetCallerIdentity', hang: true, count: 1 });
    const controller = new AbortController();
    const call = clients.sts.send(new GetCallerIdentityCommand({}), { abortSignal: controller.signal });
    const failed = expect(call).rejects.toThrow();
    await sandbox.clock.sleep(60_000);
    controller.abort();
    await failed;
  });

  it('that is slower than the time-out of the client runs into it', async () => {
    sandbox.control.fault({ operation: 'GetCallerIdentity', delay: 60_000, count: 1 });
    const before = sandbox.clock.now();
    const call = clients.sts.send(new GetCallerIdentityCommand({}), { requestTimeout: 5000 });
    expect((await refusal(call)).name).toBe('TimeoutError');
    expect(sandbox.clock.now() - before).toBe(5000);
  });
});

describe('a transport that was cut', () => {
  it('never answers again, and has no effect any more', async () => {
    const handler = sandbox.requestHandler();
    handler.cut();
    const { STSClient } = await import('@aws-sdk/client-sts');
    const client = new STSClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: handler,
    });
    let isSettled = false;
    void client.send(new GetCallerIdentityCommand({})).finally(() => (isSettled = true));
    await sandbox.clock.sleep(86_400_000);
    expect(isSettled).toBe(false);
    expect(sandbox.control.calls.recent()).toEqual([]);
  });
});

describe('the call log', () => {
  it('tells what was asked, by whom, when, and how it ended', async () => {
    await createGroup('a');
    await refusal(createGroup('a'));
    await clients.logs.send(new DescribeLogGroupsCommand({}));
    expect(sandbox.control.calls.recent()).toMatchObject([
      {
        service: 'logs',
        operation: 'CreateLogGroup',
        by: 'AKIDEXAMPLE',
        agent: expect.stringMatching(/^aws-sdk-js\//),
        input: { logGroupName: 'a' },
        status: 200,
      },
      { operation: 'CreateLogGroup', status: 400, error: 'ResourceAlreadyExistsException' },
      { operation: 'DescribeLogGroups', at: sandbox.clock.now() },
    ]);
    expect(sandbox.control.calls.counts()).toEqual({ CreateLogGroup: 2, DescribeLogGroups: 1 });
  });
});
