import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { seconds } from '../../src/model/duration.ts';
import type { DeployRequest } from '../../src/release/requests.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';

/** A service whose release runs another image than was asked for: the tag moves before the first task pulls it. */
async function withMovingTag() {
  const rehearsal = await Rehearsal.begin();
  const { repository } = await rehearsal.ecr.createRepository({ repositoryName: 'shop/web' });
  const push = async (content: string): Promise<string> => {
    const { image } = await rehearsal.ecr.putImage({
      repositoryName: 'shop/web',
      imageTag: 'stable',
      imageManifest: JSON.stringify({ schemaVersion: 2, content }),
      imageManifestMediaType: 'application/vnd.oci.image.manifest.v1+json',
    });
    return image?.imageId?.imageDigest ?? '';
  };
  const asked = await push('asked for');
  const image = `${repository?.repositoryUri ?? ''}:stable`;
  const deploy = async (request: Partial<DeployRequest> = {}) => {
    const [result] = await Promise.all([
      rehearsal.deploy({ images: [{ image }], imageReference: 'tag', ...request }),
      rehearsal.meanwhile(seconds(3), () => push('something else')),
    ]);
    return result;
  };
  return { rehearsal, deploy, asked };
}

describe('A release that AWS calls successful, and that our own look finds bad', () => {
  it('is taken back, with what was found, and the old revision is verified', async () => {
    const { rehearsal, deploy, asked } = await withMovingTag();

    const result = await deploy();

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      to: 'web:1',
      because: { kind: 'digest-differs', expected: asked },
    });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
    expect(rehearsal.factsOf('release.concluded')).toHaveLength(1);
  });

  it.each([
    ['off', undefined, 22],
    ['ask', undefined, 22],
    ['ask', false, 22],
    ['ask', true, 20],
  ] as const)('with rollback %s and the answer %s ends with %i', async (rollback, answer, exit) => {
    const { rehearsal, deploy } = await withMovingTag();
    if (answer !== undefined) rehearsal.ask = () => Promise.resolve(answer);

    const result = await deploy({ rollback });

    expect(exitCodeOf(result.outcome)).toBe(exit);
    expect(result.outcome).toMatchObject({ because: { kind: 'digest-differs' } });
    expect((await rehearsal.serving()).taskDefinition).toBe(exit === 20 ? 'web:1' : 'web:2');
    expect(rehearsal.factsOf('rollback.asked')).toHaveLength(answer === undefined ? 0 : 1);
  });
});
