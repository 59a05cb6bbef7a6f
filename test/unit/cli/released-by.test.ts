import { describe, expect, it } from '@jest/globals';
import { releasedBy } from '../../../src/cli/released-by.ts';

const run = {
  GITHUB_ACTIONS: 'true',
  GITHUB_ACTOR: 'alice',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/web',
  GITHUB_RUN_ID: '7',
};

describe('releasedBy', () => {
  it('is whom and what GitHub names', () => {
    expect(releasedBy(run)).toEqual({ by: 'alice', run: 'https://github.com/acme/web/actions/runs/7' });
  });

  it('has no address of a run that is known in part', () => {
    expect(releasedBy({ ...run, GITHUB_REPOSITORY: '' })).toEqual({ by: 'alice' });
  });

  it('is nobody outside of GitHub Actions, whatever a variable says', () => {
    expect(releasedBy({ GITHUB_ACTOR: 'alice' })).toEqual({});
  });
});
