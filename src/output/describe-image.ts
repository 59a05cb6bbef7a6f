import type { EngineDescription } from '../model/engine-description.ts';
import type { BuildStep, ImagePlan, SettledImage } from '../model/image-plan.ts';
import { harmless } from './harmless.ts';
import { shortDigest } from './short-digest.ts';

const builders = {
  buildx: 'buildx',
  buildkit: 'BuildKit',
  legacy: 'the legacy builder',
};

/** `docker 20.10.24 and BuildKit (/usr/bin/docker)` */
export function describeEngine({ program, path, clientVersion, builder }: EngineDescription): string {
  return `${program} ${clientVersion} and ${builders[builder]} (${path})`;
}

/** From which commit, and what will have to be done for it. */
export function describeImagePlan(image: ImagePlan): string {
  const { revision, subject, reference, existing } = image;
  const from = revision === undefined ? '' : `${describeRevision(revision, subject)}: `;
  if (existing === undefined) return `${from}${reference} is to be built`;
  return `${from}${reference} is in the registry, built by the same recipe (${shortDigest(existing.digest)})`;
}

/** `commit 4f2a9c1d0e3b "Sell more"`, short enough to read and long enough to paste. */
function describeRevision(revision: string, subject: string | undefined): string {
  const [, sha = revision, dirty = ''] = /^([0-9a-f]{40,64})(-dirty-[0-9a-f]+)?$/.exec(revision) ?? [];
  const state = dirty === '' ? '' : ' with changes that are not committed';
  return `commit ${sha.slice(0, 12)}${state}${subject === undefined ? '' : ` "${harmless(subject)}"`}`;
}

/** `step 2/5: RUN make` */
export function describeBuildStep({ number, of, instruction }: BuildStep): string {
  return `step ${number}/${of}: ${harmless(instruction)}`;
}

export function describeSettledImage({ reference, tag, digest, how }: SettledImage): string {
  const repository = reference.slice(0, reference.indexOf('@'));
  const name = `${repository}:${tag} (${shortDigest(digest)})`;
  switch (how) {
    case 'found':
      return `image ${name} found, nothing to build`;
    case 'pushed':
      return `image ${name} pushed`;
    case 'pushed-by-another':
      return `image ${name} was pushed by another run meanwhile; that one is taken`;
  }
}
