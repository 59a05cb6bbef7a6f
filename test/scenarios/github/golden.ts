import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { ToldToGitHub } from './told-to-github.ts';

/**
 * Holds what a step was told against `golden/<name>.md`, which a person has read; with `ECSDEPLOY_UPDATE_GOLDEN=1` it is written anew.
 */
export function expectGolden(name: string, { summary, outputs, commands }: ToldToGitHub): void {
  const file = new URL(`golden/${name}.md`, import.meta.url);
  const text = [
    summary.trimEnd(),
    '<!-- outputs and workflow commands of the step -->',
    '````text',
    ...Object.entries(outputs).map(([key, value]) => `${key}: ${value}`),
    ...commands,
    '````',
    '',
  ].join('\n');
  if (process.env['ECSDEPLOY_UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `${file.pathname} is not there`);
}
