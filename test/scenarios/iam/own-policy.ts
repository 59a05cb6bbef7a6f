import type { LeastPolicy } from '../../../src/model/iam-policy.ts';
import { leastPolicy } from '../../../src/release/iam-policy/least-policy.ts';
import { ref, type Rehearsal } from '../rehearsal.ts';
import type { BegunScene, Scene } from './scene.ts';

/** The least policy for the command of a scene alone. */
export async function ownPolicy({ command }: Scene, begun: BegunScene): Promise<LeastPolicy> {
  const { rehearsal, release = {}, builds } = begun;
  return await leastPolicy(rehearsal.context(), {
    service: ref,
    base: { kind: 'live' },
    settings: release.settings ?? {},
    codeDeploy: release.codeDeploy,
    gates: release.gates?.gates ?? [],
    suspendsScaling: release.suspendScaling ?? false,
    builds,
    commands: [command],
  });
}

/** Requests that were refused for want of a permission. */
export function refusedIn({ sandbox }: Rehearsal): string[] {
  const calls = [...sandbox.control.calls.recent(), ...sandbox.control.registryCalls.recent()];
  return calls
    .filter(({ error = '' }) => error.startsWith('AccessDenied') || error === 'DENIED')
    .map(({ operation }) => operation);
}
