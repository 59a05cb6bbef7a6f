import { expect } from '@jest/globals';
import { EcsdeployError } from '../../src/model/error.ts';

/** A refusal is one clear sentence of ours; everything else is a crash. */
export function expectOneSentence(error: unknown): void {
  if (!(error instanceof EcsdeployError)) throw error;
  expect(error.code).toMatch(/^task_definition\./);
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(error.message.length).toBeLessThan(300);
  expect(error.message).not.toMatch(/undefined|\[object|Error:/);
}
