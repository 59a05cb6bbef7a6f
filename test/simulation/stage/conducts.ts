import type { BehaviourChange } from '../../../src/sandbox/engine/image-behaviour.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Conduct, ImageName, Images } from '../history.ts';
import { imageNames, type StagedImages } from './images.ts';

const second = 1_000;
const never = 1_000_000_000;

/** From now on containers of a service's images behave as the history says. */
export function behave(sandbox: Sandbox, staged: StagedImages, images: Images): void {
  for (const name of imageNames) {
    const addresses = addressesOf(staged, name);
    follow(sandbox, images[name], (change) => {
      for (const address of addresses) sandbox.control.behave(address, change);
    });
  }
}

/** An image of ECR behaves by its digest, since tasks pin it; any other by its name. */
function addressesOf({ imageOf, digests }: StagedImages, name: ImageName): string[] {
  const [image = ''] = imageOf(name).split(/:(?=[^:/]+$)/);
  const isHosted = image.includes('.amazonaws.com/');
  return isHosted ? digests[name].map((digest) => `${image}@${digest}`) : [imageOf(name)];
}

function follow({ timeline }: Sandbox, conduct: Conduct, set: (change: BehaviourChange) => void): void {
  switch (conduct.is) {
    case 'healthy':
      set({ startDelay: conduct.startSeconds * second });
      return;
    case 'crashing':
      set({ exit: { code: conduct.code, after: conduct.afterSeconds * second } });
      return;
    case 'unable-to-start':
      set({ stoppedReason: conduct.text });
      return;
    case 'unhealthy':
      set(sick);
      return;
    case 'sickening':
      timeline.after(conduct.afterSeconds * second, 'the image sickens', () => set(sick));
      return;
    case 'flapping': {
      const turn = (isBad: boolean): void => {
        set({ exit: { code: 1, after: isBad ? 5 * second : never } });
        const lasts = isBad ? conduct.badSeconds : conduct.goodSeconds;
        timeline.after(lasts * second, 'the image flaps', () => turn(!isBad));
      };
      turn(true);
      return;
    }
    default:
      conduct satisfies never;
  }
}

const sick: BehaviourChange = { health: 'unhealthy', http: { status: 503 } };
