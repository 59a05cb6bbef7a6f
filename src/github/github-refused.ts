import type { GitHubRefusal } from '../model/github-refusal.ts';

/** GitHub was not told. Never an end of a release: whoever writes to GitHub catches it. */
export class GitHubRefused extends Error {
  readonly because: GitHubRefusal;

  constructor(because: GitHubRefusal) {
    super(because.kind);
    this.because = because;
  }
}
