import { describe, expect, it } from '@jest/globals';
import { isSymptom } from '../../src/diagnosis/symptoms.ts';
import { minutes } from '../../src/model/duration.ts';
import { isGood } from '../../src/model/outcome.ts';
import { failureFamilies, type FailureFamily } from '../../src/sandbox/engine/failure-families.ts';
import { imageOf, Rehearsal, toLogGroup, webTaskDefinition } from './rehearsal.ts';

/** A service behind a load balancer, whose container has a log and a health check of its own. */
function begin(): Promise<Rehearsal> {
  return Rehearsal.begin({
    loadBalancer: true,
    taskDefinition: {
      containerDefinitions: [
        {
          ...webTaskDefinition().containerDefinitions![0]!,
          healthCheck: { command: ['CMD-SHELL', 'true'], interval: 5, retries: 2 },
          logConfiguration: toLogGroup,
        },
      ],
    },
  });
}

describe('a release that fails for one cause', () => {
  it.each(failureFamilies)('%s, says so', async (failure: FailureFamily) => {
    const rehearsal = await begin();
    rehearsal.sandbox.control.behave(imageOf(2), { failure });

    const { outcome, diagnosis } = await rehearsal.deploy({ timeoutMilliseconds: minutes(10) });

    expect(isGood(outcome)).toBe(false);
    expect(diagnosis?.findings[0]?.id).toBe(failure);
    expect(isSymptom(diagnosis?.likely?.cause ?? '')).toBe(false);
  });
});
