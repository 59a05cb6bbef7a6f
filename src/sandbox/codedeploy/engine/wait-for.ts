import type { DeploymentWait } from '../records/deployment.ts';
import { later, touch, type Going } from './going.ts';

/** Lets the deployment wait until somebody continues it (`resumed`), or the time is over (`elapsed`). */
export function waitFor(
  going: Going,
  type: DeploymentWait['type'],
  minutes: number,
  ways: { readonly resumed: () => void; readonly elapsed: () => void },
): void {
  const { world, deployment, run } = going;
  deployment.wait = { type, until: world.timeline.now() + minutes * 60_000 };
  touch(going);
  const leave = (way: () => void): void => {
    delete deployment.wait;
    delete run.goOn;
    touch(going);
    way();
  };
  const elapsed = later(going, minutes * 60_000, `end of ${type}`, () => leave(ways.elapsed));
  run.goOn = () => {
    elapsed.cancel();
    run.plans.delete(elapsed);
    leave(ways.resumed);
  };
}
