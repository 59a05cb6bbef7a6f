import fc from 'fast-check';

/** Who releases to the service, and how. */
export const ways = ['rolling', 'blue-green', 'canary', 'codedeploy'] as const;
export type Way = (typeof ways)[number];

/** What happens to a service that is well, one after the other. */
const plain = [
  /** ecsdeploy releases a new version, which runs well. */
  'good',
  /** ecsdeploy releases a version that cannot start: AWS takes it back. */
  'bad',
  /** AWS calls it successful, and a gate of ecsdeploy finds it bad afterwards. */
  'gated',
  /** A person releases a new version over one of ecsdeploy's that is under way. CodeDeploy takes no second one: there he stops the first. */
  'superseded',
  /** `ecsdeploy rollback` while a release is under way. */
  'stopped',
  /** A person releases a new version without ecsdeploy. */
  'person',
  /** `ecsdeploy rollback`, while all is calm. */
  'rollback',
  /** `ecsdeploy rollback --to -1`: further back, whether or not the newest release was taken back. */
  'further',
  /** A `rollback`, and what it goes back to cannot start just then: AWS takes the way back back. */
  'rollback-fails',
  /** `ecsdeploy revisions prune --keep 2 --delete` */
  'prune',
  /** 91 days pass: ECS forgets its service deployments. */
  'quarter',
] as const;

/** The same to one of the versions: 0 is the newest, 1 the one before it, and so on. */
const aimed = [
  /** ecsdeploy releases a revision that there was already. */
  'again',
  /** Its image is removed from the repository. */
  'lose',
  /** Its revision is deregistered. */
  'deregister',
  /** Its revision is deleted. */
  'delete',
] as const;

export type Step =
  { readonly act: (typeof plain)[number] } | { readonly act: (typeof aimed)[number]; readonly which: number };

const often: Readonly<Partial<Record<Step['act'], number>>> = {
  good: 6,
  rollback: 4,
  further: 2,
  gated: 2,
  person: 2,
};

const aStep: fc.Arbitrary<Step> = fc.oneof(
  ...plain.map((act) => ({ arbitrary: fc.constant({ act }), weight: often[act] ?? 1 })),
  ...aimed.map((act) => ({ arbitrary: fc.nat({ max: 3 }).map((which) => ({ act, which })), weight: 1 })),
);

export const someSteps: fc.Arbitrary<readonly Step[]> = fc.array(aStep, {
  minLength: 3,
  maxLength: 10,
  size: 'max',
});

/** `good, good, lose 1, rollback` */
export function written(steps: readonly Step[]): string {
  return steps.map((step) => ('which' in step ? `${step.act} ${step.which}` : step.act)).join(', ');
}

/** The opposite of `written`. @throws what is no step */
export function read(text: string): Step[] {
  const words = text.split(',').map((word) => word.trim());
  return words.filter((word) => word !== '').map(readStep);
}

function readStep(word: string): Step {
  const [name, which] = word.split(/\s+/);
  const simple = plain.find((act) => act === name);
  if (simple !== undefined && which === undefined) return { act: simple };
  const act = aimed.find((one) => one === name);
  if (act === undefined || !/^\d$/.test(which ?? '')) throw new Error(`"${word}" is no step of a history`);
  return { act, which: Number(which) };
}
