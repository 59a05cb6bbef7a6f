/** Why a release went wrong, in data: a likely cause with the evidence that it rests on. */
export interface Diagnosis {
  /** Distinct causes, the most frequent first. Empty when nothing was found. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** Id in the catalogue (`diagnosis/catalogue.ts`), or `unknown` for evidence that matches none. */
  readonly id: string;
  /** One sentence: what happened. */
  readonly cause: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
  /** Whether waiting could help. */
  readonly heals: 'never' | 'maybe' | 'retry';
  /** AWS's own words. */
  readonly evidence: string;
  /** Where it was seen: a task, a service event, a target, the deployment's status. */
  readonly source: 'task' | 'container' | 'event' | 'target' | 'deployment';
  /** How often the same was seen. */
  readonly count: number;
  /** One example: a task id or a target. */
  readonly example?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly container?: string | undefined;
  /** Last lines of the container's log, oldest first, where they could be read. */
  readonly log?:
    { readonly group: string; readonly stream: string; readonly lines: readonly string[] } | undefined;
}
