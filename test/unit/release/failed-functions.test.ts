import { describe, expect, it } from '@jest/globals';
import { failedEvents } from '../../../src/release/codedeploy/failed-functions.ts';

const hooks = {
  BeforeAllowTraffic: 'check-it',
  AfterAllowTraffic: 'arn:aws:lambda:eu-west-1:1:function:tell',
};

describe('lifecycle events of CodeDeploy that failed', () => {
  it('name their function, where its log is, and the end of what it has written', () => {
    const diagnostics = {
      code: 'ScriptFailed',
      message: 'it said no',
      logTail: 'asking\n\n500 from /health\r\n',
    };
    const events = [
      { name: 'BeforeInstall', status: 'Succeeded' },
      { name: 'BeforeAllowTraffic', status: 'Failed', diagnostics },
      { name: 'AllowTraffic', status: 'Skipped' },
    ];

    expect(failedEvents(events, hooks)).toEqual([
      {
        stage: 'BeforeAllowTraffic',
        functionArn: 'check-it',
        logGroup: '/aws/lambda/check-it',
        message: 'it said no',
        lines: ['asking', '500 from /health'],
      },
    ]);
  });

  it('take the words of the deployment where AWS leaves their own empty', () => {
    const diagnostics = { code: 'ScriptFailed', message: '', logTail: '' };
    const events = [{ name: 'AfterAllowTraffic', status: 'Failed', diagnostics }];

    expect(failedEvents(events, hooks, 'The hook failed')).toEqual([
      {
        stage: 'AfterAllowTraffic',
        functionArn: hooks.AfterAllowTraffic,
        logGroup: '/aws/lambda/tell',
        message: 'The hook failed',
      },
    ]);
  });

  it('are only those that ask a function', () => {
    expect(failedEvents([{ name: 'Install', status: 'Failed' }], hooks)).toEqual([]);
  });
});
