import { createHash } from 'node:crypto';
import {
  DeleteLifecyclePolicyCommand,
  DescribeImagesCommand,
  GetLifecyclePolicyCommand,
  GetLifecyclePolicyPreviewCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  StartLifecyclePolicyPreviewCommand,
} from '@aws-sdk/client-ecr';
import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueNow } from '../../src/images/lifecycle-policy/fate.ts';
import { parseLifecyclePolicy } from '../../src/images/lifecycle-policy/parse-policy.ts';
import { evaluateLifecycle } from '../../src/sandbox/ecr/evaluate-lifecycle.ts';
import type { Repository } from '../../src/sandbox/ecr/repository.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { anImage, aPolicy, day, now, type RuleOrder } from '../unit/images/lifecycle-policy/a-repository.ts';
import { clientsOf, refusal } from './clients.ts';
import { createRepository, ociImage, RegistryUser, indexOf } from './registry/registry-user.ts';

const repositoryName = 'shop/web';

let sandbox: Sandbox;
let ecr: ReturnType<typeof clientsOf>['ecr'];
beforeEach(() => {
  sandbox = new Sandbox();
  ({ ecr } = clientsOf(sandbox));
  createRepository(sandbox, repositoryName);
});

/** A stand-in, pushed at its own moment. */
async function push(imageTag: string): Promise<string> {
  const config = { size: imageTag.length, digest: undefined, tag: imageTag };
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: ociImage, config, layers: [] });
  await ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }));
  await sandbox.clock.sleep(1000);
  return `sha256:${createHash('sha256').update(imageManifest).digest('hex')}`;
}
const put = (...rules: readonly RuleOrder[]) =>
  ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText: aPolicy(...rules) }));
const tags = async () => {
  const { imageDetails = [] } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
  return imageDetails.flatMap(({ imageTags = [] }) => imageTags);
};
const preview = () => ecr.send(new GetLifecyclePolicyPreviewCommand({ repositoryName }));
const startPreview = (...rules: readonly RuleOrder[]) =>
  ecr.send(
    new StartLifecyclePolicyPreviewCommand({
      repositoryName,
      ...(rules.length > 0 && { lifecyclePolicyText: aPolicy(...rules) }),
    }),
  );

describe('a lifecycle policy', () => {
  it('takes images within 24 hours, and says when it did', async () => {
    for (const tag of ['v1', 'v2', 'v3']) await push(tag);
    await put({ keep: 2 });
    await sandbox.clock.sleep(day / 2);
    expect(await tags()).toEqual(['v1', 'v2', 'v3']);
    await sandbox.clock.sleep(day / 2);
    expect(await tags()).toEqual(['v2', 'v3']);
    const { lastEvaluatedAt } = await ecr.send(new GetLifecyclePolicyCommand({ repositoryName }));
    expect(lastEvaluatedAt?.getTime()).toBe(sandbox.clock.now());
  });

  it('goes on day after day, for as long as it is there', async () => {
    await push('v1');
    await put({ days: 2 });
    await sandbox.clock.sleep(day);
    expect(await tags()).toEqual(['v1']);
    await sandbox.clock.sleep(2 * day);
    expect(await tags()).toEqual([]);
    await push('v2');
    await ecr.send(new DeleteLifecyclePolicyCommand({ repositoryName }));
    await sandbox.clock.sleep(9 * day);
    expect(await tags()).toEqual(['v2']);
  });

  it('leaves what a manifest list names until the list is gone', async () => {
    const user = new RegistryUser(sandbox);
    const child = await user.pushImage(repositoryName, 'child', 'a');
    await user.putManifest(repositoryName, 'all', indexOf([child]));
    await put({ prefixes: ['child'], days: 1 });
    await sandbox.clock.sleep(3 * day);
    expect((await tags()).sort()).toEqual(['all', 'child']);
    await put({ days: 1 });
    await sandbox.clock.sleep(day);
    expect(await tags()).toEqual(['child']);
    await sandbox.clock.sleep(day);
    expect(await tags()).toEqual([]);
  });

  it('archives nothing here', async () => {
    await push('v1');
    await put({ days: 1, action: 'transition' });
    await sandbox.clock.sleep(5 * day);
    expect(await tags()).toEqual(['v1']);
  });
});

describe('a preview of a lifecycle policy', () => {
  it('takes a moment, and then tells what would go by which rule', async () => {
    const digest = await push('v1');
    await push('v2');
    expect(await startPreview({ prefixes: ['x'], days: 1 }, { keep: 1 })).toMatchObject({
      status: 'IN_PROGRESS',
    });
    expect(await preview()).toMatchObject({ status: 'IN_PROGRESS' });
    expect((await refusal(startPreview({ keep: 1 }))).name).toBe('LifecyclePolicyPreviewInProgressException');
    await sandbox.clock.sleep(10_000);
    expect(await preview()).toMatchObject({
      status: 'COMPLETE',
      previewResults: [
        { imageDigest: digest, imageTags: ['v1'], action: { type: 'EXPIRE' }, appliedRulePriority: 2 },
      ],
      summary: { expiringImageTotalCount: 1 },
    });
    expect(await tags()).toEqual(['v1', 'v2']);
  });

  it('is of the policy that the repository has, where none is given', async () => {
    expect(await refusal(startPreview())).toEqual({
      name: 'LifecyclePolicyNotFoundException',
      message:
        "Lifecycle policy does not exist for the repository with name 'shop/web' in the registry with id '123456789012'",
    });
    expect((await refusal(preview())).name).toBe('LifecyclePolicyPreviewNotFoundException');
    await put({ keep: 1 });
    expect(await startPreview()).toMatchObject({ lifecyclePolicyText: aPolicy({ keep: 1 }) });
    expect((await refusal(startPreview({ keep: 0 }))).name).toBe('InvalidParameterException');
  });
});

describe('the sandbox and ecsdeploy, who know nothing of each other', () => {
  const image = fc.record({
    daysAgo: fc.integer({ min: 0, max: 40 }),
    tags: fc.subarray(['prod-1', 'beta-1', 'v1']),
    pulled: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  });
  const tagged = fc.subarray(['prod', 'beta', 'v'], { minLength: 1 });
  const limit = fc.oneof(
    fc.record({ keep: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ days: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ days: fc.integer({ min: 1, max: 40 }), countType: fc.constant('sinceImagePulled') }),
  );
  const about = fc.oneof(
    fc.record({ prefixes: tagged }),
    fc.record({ patterns: fc.subarray(['prod*', '*-1', 'v?', '*o*'], { minLength: 1 }) }),
    fc.record({ tagStatus: fc.constantFrom('untagged', 'any') }),
  );
  const rule: fc.Arbitrary<RuleOrder> = fc.tuple(about, limit).map(([one, other]) => ({ ...one, ...other }));

  it('take the same images', () => {
    fc.assert(
      fc.property(fc.array(image, { maxLength: 12 }), fc.array(rule, { maxLength: 4 }), (list, rules) => {
        // No two at the same moment: of those AWS does not say which is the younger.
        const images = list.map(({ daysAgo, tags: own, pulled }, index) =>
          anImage(String(index), daysAgo + index / 100, own, {
            ...(pulled !== undefined && { pulledAt: now - Math.min(pulled, daysAgo) * day }),
          }),
        );
        const held = {
          description: { repositoryName },
          images: new Map(images.map((one) => [one.digest, { ...one, children: [], blobs: [] }])),
          tags: new Map<string, string>(),
        };
        // Tags are many to one: each image has copies of its own.
        const ownTags = images.map((one) => one.tags.map((tag, index) => `${tag}.${one.digest}${index}`));
        for (const [index, one] of images.entries())
          for (const tag of ownTags[index] ?? []) held.tags.set(tag, one.digest);
        const seen = images.map((one, index) => ({ ...one, tags: ownTags[index] ?? [] }));
        const text = aPolicy(...rules);
        const marks = evaluateLifecycle(held as unknown as Repository, text, now);
        const due = dueNow(parseLifecyclePolicy(text) ?? [], seen, now);
        expect(marks.map(({ image: { digest }, rule: by }) => [digest, by]).sort()).toEqual(
          [...due].map(([digest, { rule: by }]) => [digest, by]).sort(),
        );
      }),
    );
  });
});
