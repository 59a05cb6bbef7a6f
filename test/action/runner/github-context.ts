import { wordOf, type Json, type JsonObject } from './tree.ts';
import type { Order } from './workflow-run.ts';

/** The github context of a run, as far as it is known before a job has a machine. */
export function githubContext({ event, sha }: Order, inputs: Record<string, Json>): JsonObject {
  const texts = Object.entries(inputs).map(([name, value]) => [name, wordOf(value)]);
  const payload = {
    ...(event.payload as JsonObject | undefined),
    ...(texts.length > 0 && { inputs: Object.fromEntries(texts) as JsonObject }),
  };
  return {
    actor: 'octocat',
    triggering_actor: 'octocat',
    api_url: 'https://api.github.com',
    base_ref: '',
    event: payload,
    event_name: event.name,
    head_ref: '',
    ref: event.ref,
    ref_name: event.ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_type: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: 'octocat/shop',
    repository_owner: 'octocat',
    run_attempt: '1',
    run_id: '1658821493',
    run_number: '3',
    server_url: 'https://github.com',
    sha,
  };
}
