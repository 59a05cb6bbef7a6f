import type { GatePorts } from '../gates/gate-context.ts';
import { systemClock } from './system-clock.ts';

/** The network and the programs of this machine. Loaded at first use: a release without gates needs none of it. */
export const gatePorts: GatePorts = {
  askHttp: async (question) => {
    const { askOverNetwork } = await import('./ask-over-network.ts');
    return await askOverNetwork(systemClock, question);
  },
  runProgram: async (order) => {
    const { runGateProgram } = await import('./run-gate-program.ts');
    return await runGateProgram(systemClock, order);
  },
};
