import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { ActionStep } from './action-steps.ts';

/**
 * Holds the outputs and the summary of a step against `golden/<name>.md`, which a person has read; with `ECSDEPLOY_UPDATE_GOLDEN=1` it is
 * written anew. What is another in each run (times, ids, ports, SHAs, and which phases a look happened to see) is named by its kind.
 */
export function expectGoldenStep(name: string, { outcome, outputs, summary }: ActionStep): void {
  const file = new URL(`golden/${name}.md`, import.meta.url);
  const text = alike(
    [
      summary.trimEnd(),
      `<!-- the step ended with ${outcome}; its outputs: -->`,
      '````text',
      ...Object.entries(outputs).map(([key, value]) => `${key}: ${value}`),
      '````',
      '',
    ].join('\n'),
  );
  if (process.env['ECSDEPLOY_UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `${file.pathname} is not there`);
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/(\| Phase \| Began \| Took \|\n\| --- \| --- \| --- \|)(?:\n\|.*)+/g, '$1\n| … | … | … |'],
  [/\d{4}-\d\d-\d\d (?=\d\d:\d\d:\d\dZ)/g, ''],
  [/\d\d:\d\d:\d\dZ/g, 'hh:mm:ssZ'],
  [/\bin (?:\d+ [hms] ?)+/g, 'in a while'],
  [/(Exit code \d+ · )[\d.]+ s(?: · |$)/gm, '$1n s · '],
  [/sha256:[0-9a-f]{12,64}/g, 'sha256:…'],
  [/\b[0-9a-f]{40}\b/g, '<sha>'],
  [/\b123456789012\b/g, '<account>'],
  [/\b[0-9a-f]{12}\b/g, '<sha>'],
  [/127\.0\.0\.1:\d+/g, '<registry>'],
  [/\b(ecs-svc)\/\d+/g, '$1/<id>'],
  [/--expect \S+\/ecs-pause-[\w-]+/g, '--expect <id>/ecs-pause-<id>'],
  [/--deployment [\w-]+/g, '--deployment <id>'],
  [/(service-deployment\/[\w-]+\/[\w-]+)\/[\w-]+/g, '$1/<id>'],
  [/\S*\/ecsdeploy-[0-9a-f]{8}\.json/g, '<temp>/ecsdeploy-<id>.json'],
  [/\b[0-9a-f]{32}\b/g, '<task>'],
  [/\b\d+ (tasks?|failed tasks?|times)\b/g, 'n $1'],
];

function alike(text: string): string {
  return kinds.reduce((sum, [pattern, kind]) => sum.replaceAll(pattern, kind), text);
}
