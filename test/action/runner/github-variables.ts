import { wordOf, type Json, type JsonObject } from './tree.ts';

/** Members of the github context that processes get as `GITHUB_…` (Runner.Worker/GitHubContext.cs). */
const inEnvironment = [
  'action',
  'action_path',
  'actor',
  'api_url',
  'base_ref',
  'event_name',
  'event_path',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_type',
  'repository',
  'repository_owner',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workspace',
];

/** The variables that the runner itself sets for a process; they win over `env` of the workflow. */
export function variablesOf(contexts: JsonObject): Record<string, string> {
  const github = contexts['github'] as JsonObject;
  const runner = (contexts['runner'] ?? {}) as JsonObject;
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...named(
      'GITHUB',
      Object.entries(github).filter(([name]) => inEnvironment.includes(name)),
    ),
    ...named('RUNNER', Object.entries(runner)),
  };
}

function named(prefix: string, members: readonly (readonly [string, Json])[]): Record<string, string> {
  return Object.fromEntries(
    members.map(([name, value]) => [`${prefix}_${name.toUpperCase()}`, wordOf(value)]),
  );
}
