import { EcsdeployError } from '../model/error.ts';
import type { CommitOrder } from '../model/release-plan.ts';
import type { RegisteredTaskDefinition } from '../model/task-definition.ts';
import { commitTag } from '../task-definitions/tags.ts';
import type { Relation } from '../images/source/relation.ts';
import type { ReleaseContext } from './release-context.ts';

/** How the commit of a release must stand to the one that runs. */
export interface CommitOrderRules {
  /** What is released: a commit, with `-dirty-…` where the tree differed. */
  readonly commit: string;
  readonly relationTo: (running: string) => Promise<Relation>;
  readonly allowOlder: boolean;
  /** Refuse also where nothing tells which one is newer. */
  readonly requireNewer: boolean;
}

class OlderCommit extends EcsdeployError {
  constructor(commit: string, running: string) {
    super({
      code: 'refused.older_commit',
      message: `commit ${short(commit)} is an ancestor of ${short(running)}, which runs: releasing it would go back`,
      suggestions: [
        'If that is what you want: --allow-older, or `ecsdeploy rollback` to what served before.',
        'If a newer release overtook this one, there is nothing to do.',
      ],
      details: { commit, running },
    });
  }
}

class NotNewer extends EcsdeployError {
  constructor(commit: string, running: string | undefined, why: string) {
    super({
      code: 'refused.not_newer',
      message: `--require-newer: commit ${short(commit)} is not known to be newer than ${running === undefined ? 'what runs' : short(running)}: ${why}`,
      suggestions: ['Fetch the whole history (`git fetch --unshallow`), or leave --require-newer out.'],
      details: { commit, running },
    });
  }
}

const unknownReasons = {
  untagged: 'the revision that runs names no commit',
  'not-in-this-clone': 'that commit is not in this clone',
  'no-commit': 'what runs is not named by one commit',
  shallow: 'this clone is shallow and does not reach from one to the other',
};

/**
 * Holds the commit of a release against the one that runs. Pipelines overtake each other: the older one that ends last would
 * otherwise undo the newer one without a word.
 * @throws OlderCommit, NotNewer
 */
export async function checkCommitOrder(
  { report }: Pick<ReleaseContext, 'report'>,
  rules: CommitOrderRules,
  current: RegisteredTaskDefinition,
): Promise<CommitOrder> {
  const { commit, allowOlder, requireNewer } = rules;
  const running = current.tags.find(({ key }) => key === commitTag)?.value;
  const relation =
    running === undefined ? ({ kind: 'unknown', why: 'untagged' } as const) : await rules.relationTo(running);
  switch (relation.kind) {
    case 'same':
    case 'newer':
      break;
    case 'older':
      if (!allowOlder) throw new OlderCommit(commit, running ?? '');
      break;
    case 'diverged':
      if (requireNewer) throw new NotNewer(commit, running, 'they are on different branches');
      break;
    case 'unknown':
      if (requireNewer) throw new NotNewer(commit, running, unknownReasons[relation.why]);
      report({
        type: 'warning',
        warning: { kind: 'commit-order-unknown', running, commit, why: relation.why },
      });
  }
  return { running, relation: relation.kind };
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
