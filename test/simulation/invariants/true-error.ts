import type { Invariant } from './invariant.ts';

// What an error may mean here: credentials, not found, rejected or unreachable before a change, refused, unknown.
const possible = new Set([4, 5, 7, 10, 30]);

/** An error is no bug, and one that says "before anything changed" has started nothing. */
export const trueError: Invariant = {
  name: 'an error says what was left behind',
  check({ id, said }, { ledger }) {
    if (said.kind !== 'error') return undefined;
    if (!possible.has(said.exit)) return `${id} ends with exit ${said.exit} (${said.code}): ${said.message}.`;
    const started = ledger.deployments.find(({ startedBy }) => startedBy === id);
    if (started === undefined || said.exit === 30) return undefined;
    return `${id} ends with exit ${said.exit} (${said.code}), which says that nothing was changed, but it has started ${started.id}.`;
  },
};
