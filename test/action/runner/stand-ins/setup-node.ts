import path from 'node:path';
import type { StandIn } from '../stand-in.ts';

/** actions/setup-node: puts a node first on PATH. It is the one that runs this, whatever version was asked for. */
export const setupNode: StandIn = (inputs, job) => {
  if ((inputs['node-version'] ?? inputs['node-version-file'] ?? '') === '')
    throw new Error('no version of node is named');
  job.paths.unshift(path.dirname(process.execPath));
  return Promise.resolve({});
};
