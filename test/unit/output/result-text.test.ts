import { describe, expect, it } from '@jest/globals';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { documentText, resultDocument } from '../../../src/output/result-json.ts';
import { resultText } from '../../../src/output/result-text.ts';
import { aDiagnosis } from './a-diagnosis.ts';
import { aDeployment, aPlan, arn } from './a-release.ts';
import { plain } from './plain-palette.ts';

function aResult(changes: Partial<ReleaseResult> = {}): ReleaseResult {
  return {
    service: { cluster: 'demo', service: 'web' },
    action: 'deploy',
    outcome: {
      kind: 'failed-rolled-back',
      because: { kind: 'aws', text: 'tasks failed to start.' },
      by: 'aws',
      to: arn(6),
    },
    final: true,
    changed: 'rolled-back',
    before: { taskDefinition: arn(6) },
    target: { taskDefinition: arn(7) },
    after: { taskDefinition: arn(6), digests: {} },
    deployment: aDeployment(),
    diagnosis: aDiagnosis([
      {
        id: 'out-of-memory',
        cause: 'The container web used more memory than it may',
        advice: 'Raise memory of the container',
        heals: 'never',
        evidence: 'OutOfMemoryError: \u001B[31mkilled',
        source: 'container',
        count: 3,
        example: 'arn:aws:ecs:eu-central-1:123456789012:task/demo/aaaa',
        log: { group: '/ecs/web', stream: 'web/web/aaaa', lines: ['starting', 'boom\u0007'] },
      },
    ]),
    next: ['ecsdeploy status --cluster demo --service web'],
    startedAt: 0,
    endedAt: 400_000,
    ...changes,
  };
}

describe('a result for a person', () => {
  it('tells how long a deployment took that had ended before, and not how long it took to ask', () => {
    const deployment = { ...aDeployment(), createdAt: 1_000, endedAt: 91_000 };

    expect(resultText(aResult({ deployment, endedAt: 500 }), plain)).toContain(
      `Deployment ${deployment.deploymentId}, 1 m 30 s`,
    );
  });

  it('tells the cause first and what is left behind last', () => {
    expect(resultText(aResult(), plain).split('\n')).toEqual([
      'demo/web: web:7 failed: tasks failed to start.',
      'Cause: The container web used more memory than it may (3 times) (high confidence)',
      '  Do: Raise memory of the container',
      '  Seen: OutOfMemoryError: killed (container, aaaa for example)',
      '  Last lines of /ecs/web web/web/aaaa:',
      '    starting',
      '    boom',
      'Deployment ecs-svc/2222222222222222222, 6 m 40 s',
      '  Next: ecsdeploy status --cluster demo --service web',
      'AWS rolled back; web:6 serves.',
      '',
    ]);
  });

  it('prints the plan of a rehearsal', () => {
    const rehearsal = aResult({
      outcome: { kind: 'planned' },
      plan: aPlan(),
      deployment: undefined,
      diagnosis: undefined,
      next: [],
    });

    const text = resultText(rehearsal, plain);

    expect(text).toMatch(/^Deploy to demo\/web/);
    expect(text).toMatch(/demo\/web: planned only\.\nNothing was changed\.\n$/);
  });
});

describe('a result for machines', () => {
  it('is one document with its version, exit code and releases', () => {
    const result = aResult();

    const document: unknown = JSON.parse(documentText(resultDocument(20, [result])));

    expect(document).toMatchObject({
      ok: false,
      schemaVersion: 1,
      exitCode: 20,
      releases: [{ action: 'deploy' }],
    });
  });
});
