import { describe, expect, it } from '@jest/globals';
import { LambdaState, type ScriptedAnswer } from '../../../src/sandbox/lambda/state.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';

const arn = 'arn:aws:lambda:us-east-1:123456789012:function:check-it';
const status = (hookStatus: string): ScriptedAnswer => ({ kind: 'answer', hookStatus });

function aState(): LambdaState {
  let now = 0;
  return new LambdaState(() => ++now);
}

describe('a function of a hook', () => {
  it('answers SUCCEEDED where nobody has scripted it', () => {
    expect(aState().invoke(arn, {})).toEqual({ kind: 'answer', hookStatus: 'SUCCEEDED' });
  });

  it('gives its answers in turn, and the last one again and again', () => {
    const state = aState();
    state.script('check-it', [status('IN_PROGRESS'), status('FAILED')]);

    const given = [1, 2, 3].map((attempt) => state.invoke(arn, { attempt }));

    expect(given).toEqual([status('IN_PROGRESS'), status('FAILED'), status('FAILED')]);
    expect(state.scripts()).toEqual({ 'check-it': [status('FAILED')] });
  });

  it.each([
    ['its ARN', arn],
    ['its name', 'check-it'],
    ['its name and its alias', 'check-it:live'],
    ['its ARN and its alias', `${arn}:live`],
  ])('is known by %s when it is called by its alias', (_what, name) => {
    const state = aState();
    state.script(name, [status('FAILED')]);

    expect(state.invoke(`${arn}:live`, {})).toEqual(status('FAILED'));
  });

  it('is another one under another name', () => {
    const state = aState();
    state.script('check', [status('FAILED')]);

    expect(state.invoke(arn, {})).toEqual(status('SUCCEEDED'));
  });

  it('never answers, or answers without a status, where that is scripted', () => {
    const state = aState();
    state.script(arn, [{ kind: 'silent' }, { kind: 'answer' }]);

    expect([state.invoke(arn, {}), state.invoke(arn, {})]).toEqual([{ kind: 'silent' }, { kind: 'answer' }]);
  });

  it.each([
    ['not-found', `ECS was unable to invoke hook target ${arn} due to Function not found: ${arn}`],
    [
      'denied',
      `ECS was unable to invoke hook target ${arn} due to User: arn:aws:iam::123456789012:role/hooks is not authorized to perform: ` +
        `lambda:InvokeFunction on resource: ${arn} because no identity-based policy allows the lambda:InvokeFunction action`,
    ],
    ['no-role', 'ECS was unable to assume role arn:aws:iam::123456789012:role/hooks'],
  ] as const)('%s: fails in the words of ECS', (kind, text) => {
    const state = aState();
    state.script('check-it', [{ kind }]);

    expect(state.invoke(arn, {}, 'arn:aws:iam::123456789012:role/hooks')).toMatchObject({
      kind: 'failed',
      text,
    });
  });

  it('has its calls kept as they were', () => {
    const state = aState();
    const payload = { lifecycleStage: 'PRE_SCALE_UP', executionDetails: { weight: 0 } };
    state.invoke(arn, payload);
    payload.executionDetails.weight = 100;

    expect(state.invocations).toEqual([
      {
        at: 1,
        functionArn: arn,
        payload: { lifecycleStage: 'PRE_SCALE_UP', executionDetails: { weight: 0 } },
        answer: status('SUCCEEDED'),
      },
    ]);
  });
});

describe('the sandbox', () => {
  it('scripts functions of all regions, and forgets them when it is emptied', () => {
    const sandbox = new Sandbox();
    sandbox.control.hook('check-it', [status('FAILED')]);

    expect(sandbox.worldOf('eu-west-1').lambda.invoke(arn, {})).toEqual(status('FAILED'));
    expect(sandbox.control.invocations()).toHaveLength(1);
    expect(sandbox.control.status().hooks).toEqual({ 'check-it': [status('FAILED')] });

    sandbox.control.reset();

    expect(sandbox.world.lambda.invoke(arn, {})).toEqual(status('SUCCEEDED'));
    expect(sandbox.control.invocations()).toHaveLength(1);
  });

  it('takes a script back', () => {
    const sandbox = new Sandbox();
    sandbox.control.hook(arn, [status('FAILED')]);
    sandbox.control.hook(arn, []);

    expect(sandbox.control.status().hooks).toEqual({});
  });
});
