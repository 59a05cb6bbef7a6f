import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readAction, readWorkflow } from './runner/read-workflow.ts';
import { entriesOf, membersOf, wordOf, type TreeObject } from './runner/tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = path.join(root, 'docs/examples/workflows');
const files = readdirSync(folder);

const jobsOf = (workflow: TreeObject): readonly TreeObject[] =>
  Object.values(membersOf(workflow['jobs'])).map(membersOf);
const usesOf = (workflow: TreeObject): readonly TreeObject[] =>
  jobsOf(workflow).flatMap((job) =>
    entriesOf(job['steps'])
      .map(membersOf)
      .filter((step) => 'uses' in step),
  );

describe.each(files)('the example %s', (file) => {
  it('is one that GitHub takes', async () => {
    await expect(readWorkflow(path.join(folder, file))).resolves.toHaveProperty('jobs');
  });

  it('has the least permissions, an end of its own, and cancels no release', async () => {
    const workflow = await readWorkflow(path.join(folder, file));
    const groups = [workflow, ...jobsOf(workflow)].flatMap(({ concurrency }) =>
      entriesOf(concurrency).map(membersOf),
    );
    const releases = usesOf(workflow).filter(({ with: given }) =>
      ['', 'rollback', 'approve'].includes(wordOf(membersOf(given)['command'])),
    );

    expect(Object.values(membersOf(workflow['permissions']))).not.toContain('write-all');
    expect(Object.keys(membersOf(workflow['permissions']))).toContain('contents');
    expect(jobsOf(workflow).every((job) => typeof job['timeout-minutes'] === 'number')).toBe(true);
    expect(groups.every((group) => group['cancel-in-progress'] === false)).toBe(true);
    expect(groups.length > 0 || file === 'pull-request.yml').toBe(true);
    expect(releases.length > 0 || file === 'pull-request.yml').toBe(true);
  });

  it('pins a major version of every action, and gives ours only inputs that it has', async () => {
    const { inputs } = await readAction(root);
    for (const step of usesOf(await readWorkflow(path.join(folder, file)))) {
      const uses = wordOf(step['uses']);
      expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
      const unknown = Object.keys(membersOf(step['with'])).filter((name) => !(name in membersOf(inputs)));
      expect(uses.startsWith('ecsdeploy/') ? unknown : []).toEqual([]);
    }
  });

  it('puts nothing that a person has typed into a script or into "args"', async () => {
    for (const job of jobsOf(await readWorkflow(path.join(folder, file)))) {
      for (const step of entriesOf(job['steps']).map(membersOf)) {
        const args = membersOf(step['with'])['args'];
        expect(JSON.stringify([step['run'], args])).not.toMatch(/inputs\.|github\.(event|head_ref|ref_name)/);
      }
    }
  });
});
