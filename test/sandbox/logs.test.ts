import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

const logGroupName = '/ecs/web';
let sandbox: Sandbox;
let logs: ReturnType<typeof clientsOf>['logs'];
beforeEach(async () => {
  sandbox = new Sandbox();
  ({ logs } = clientsOf(sandbox));
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
});

const write = (stream: string, ...lines: string[]): void => {
  for (const line of lines) {
    sandbox.control.advance(1000);
    sandbox.world.logs.append(logGroupName, stream, line);
  }
};

describe('log groups and streams', () => {
  it('are listed by prefix', async () => {
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/other' }));
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/ecs' }));
    expect(logGroups).toMatchObject([
      {
        logGroupName,
        arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/ecs/web:*',
        creationTime: sandbox.clock.now(),
      },
    ]);
    write('web/a', 'one', 'two');
    write('job/b', 'three');
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: 'web/' }),
    );
    expect(logStreams).toMatchObject([{ logStreamName: 'web/a' }]);
    const latest = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, orderBy: 'LastEventTime', descending: true }),
    );
    expect(latest.logStreams?.map((stream) => stream.logStreamName)).toEqual(['job/b', 'web/a']);
  });

  it('that are unknown are refused in the words of AWS', async () => {
    const name = 'ResourceNotFoundException';
    expect(await refusal(logs.send(new DeleteLogGroupCommand({ logGroupName: 'no' })))).toEqual({
      name,
      message: 'The specified log group does not exist.',
    });
    expect(await refusal(logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'no' })))).toEqual({
      name,
      message: 'The specified log stream does not exist.',
    });
  });

  it('exist only once', async () => {
    const again = await refusal(logs.send(new CreateLogGroupCommand({ logGroupName })));
    expect(again.message).toBe('The specified log group already exists');
    const stream = () => logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' }));
    await stream();
    expect((await refusal(stream())).name).toBe('ResourceAlreadyExistsException');
  });
});

describe('log events', () => {
  it('that were put are read, in the order of their time', async () => {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'a' }));
    const logEvents = [
      { timestamp: 1_768_000_002_000, message: 'second' },
      { timestamp: 1_768_000_001_000, message: 'first' },
    ];
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'a', logEvents }));
    const { events } = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'a' }));
    expect(events?.map((event) => event.message)).toEqual(['first', 'second']);
    expect(events?.[0]).toMatchObject({ timestamp: 1_768_000_001_000, ingestionTime: sandbox.clock.now() });
  });

  it('are read on until the same token comes back', async () => {
    write('a', '1', '2', '3', '4', '5');
    const read = async (startFromHead: boolean): Promise<string[][]> => {
      const pages: string[][] = [];
      let token: string | undefined;
      for (;;) {
        const page = await logs.send(
          new GetLogEventsCommand({
            logGroupName,
            logStreamName: 'a',
            limit: 2,
            startFromHead,
            nextToken: token,
          }),
        );
        const next = startFromHead ? page.nextForwardToken : page.nextBackwardToken;
        if (next === token) return pages;
        pages.push(page.events?.map((event) => event.message ?? '') ?? []);
        token = next;
      }
    };
    expect(await read(true)).toEqual([['1', '2'], ['3', '4'], ['5']]);
    expect(await read(false)).toEqual([['4', '5'], ['2', '3'], ['1']]);
  });

  it('are filtered by words, time and stream', async () => {
    write('a', 'GET / 200', 'ERROR out of memory', 'GET /x 500');
    const since = sandbox.clock.now();
    write('b', 'ERROR again', 'WARN slow');
    const filter = async (input: object): Promise<(string | undefined)[] | undefined> =>
      (await logs.send(new FilterLogEventsCommand({ logGroupName, ...input }))).events?.map(
        (event) => event.message,
      );
    expect(await filter({ filterPattern: 'ERROR' })).toEqual(['ERROR out of memory', 'ERROR again']);
    expect(await filter({ filterPattern: '?WARN ?GET -500' })).toEqual(['GET / 200', 'WARN slow']);
    expect(await filter({ filterPattern: '"out of"' })).toEqual(['ERROR out of memory']);
    expect(await filter({ startTime: since + 1 })).toEqual(['ERROR again', 'WARN slow']);
    expect(await filter({ logStreamNamePrefix: 'b', limit: 1 })).toEqual(['ERROR again']);
  });

  it('are not filtered by a pattern that would be misread', async () => {
    const call = logs.send(
      new FilterLogEventsCommand({ logGroupName, filterPattern: '{ $.level = "error" }' }),
    );
    expect((await refusal(call)).name).toBe('InvalidParameterException');
  });

  it('to a group that does not exist are lost, as with the awslogs driver', () => {
    sandbox.world.logs.append('no', 'a', 'line');
    expect(sandbox.world.logs.hasGroup('no')).toBe(false);
  });
});
