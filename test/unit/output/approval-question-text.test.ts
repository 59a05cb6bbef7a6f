import { describe, expect, it } from '@jest/globals';
import type { ApprovalQuestion } from '../../../src/model/approval-question.ts';
import { approvalQuestionText } from '../../../src/output/approval-question-text.ts';
import { paletteFor } from '../../../src/output/palette.ts';
import { aDeployment, arn, digest } from './a-release.ts';

const at = Date.UTC(2026, 0, 15, 9, 0, 0);
const deployment = 'arn:aws:ecs:eu-central-1:123456789012:service-deployment/demo/web/8aCmYqqnBDq7';

function text(changes: Partial<ApprovalQuestion> = {}): string {
  const question: ApprovalQuestion = {
    deployment: aDeployment(),
    approval: {
      deployment,
      hookId: 'ecs-pause-x1',
      stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT',
      expiresAt: at + 600_000,
      timeoutAction: 'ROLLBACK',
    },
    replaces: [arn(6)],
    images: [{ container: 'app', image: 'shop/web:2', digest }],
    commit: 'abc1234',
    shift: { strategy: 'LINEAR', stage: 'PRE_PRODUCTION_TRAFFIC_SHIFT', production: 25, test: 100 },
    others: [],
    at,
    ...changes,
  };
  return approvalQuestionText(question, paletteFor({ color: false }));
}

describe('what a person decides on', () => {
  it('is told whole: revisions, commit, digest, stage, traffic, time-out, and the names of AWS', () => {
    expect(text()).toBe(
      [
        'demo/web waits for approval of web:7',
        '  revision   web:6 → web:7',
        '  commit     abc1234',
        `  image      app: shop/web:2 (${digest})`,
        '  stage      before a shift of traffic (PRE_PRODUCTION_TRAFFIC_SHIFT)',
        '  traffic    old 75 %, new 25 %',
        '  time-out   without an answer by 09:10:00Z (in 10 m) AWS rolls back',
        `  deployment ${deployment}`,
        '  hook       ecs-pause-x1',
      ].join('\n'),
    );
  });

  it('tells test traffic beside that of users, which it never replaces', () => {
    const shift = { strategy: 'CANARY', stage: 'POST_TEST_TRAFFIC_SHIFT', production: 0, test: 100 };

    expect(text({ shift })).toContain('  traffic    old 100 %, new 0 %; of the test listener new 100 %\n');
  });

  it('leaves out what is not known', () => {
    const words = text({ commit: undefined, shift: undefined, replaces: [], images: [] });

    expect(words).not.toMatch(/commit|traffic {4}|image|→/);
    expect(words).toContain('  revision   web:7\n');
  });

  it('names what else waits, and obeys nothing that a tag says', () => {
    const other = { deployment, hookId: 'ecs-pause-y2', stage: 'POST_SCALE_UP' };

    const words = text({ others: [other], commit: '\u001B[2Jabc' });

    expect(words).toContain('  also waits 8aCmYqqnBDq7/ecs-pause-y2');
    expect(words).not.toContain('\u001B');
  });
});
