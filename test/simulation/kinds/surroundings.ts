import type { Choice } from '../choice.ts';
import type { History } from '../history.ts';
import { drawMisfortunes } from './draw-misfortunes.ts';
import { drawPeople } from './draw-people.ts';
import { drawImages, drawService } from './draw-service.ts';

/** Whatever a command meets: a service, its images, people, misfortunes. */
export function surroundings(choice: Choice): Omit<History, 'kind' | 'seed' | 'commands'> {
  const service = drawService(choice);
  return {
    service,
    registry: choice.chance(0.4) ? 'ecr' : 'elsewhere',
    images: drawImages(choice),
    others: [],
    people: [
      ...(choice.chance(0.35) ? drawPeople(choice) : []),
      // An alarm is there to go off now and then.
      ...(service.alarm !== 'off' && choice.chance(0.5) ? drawPeople(choice, 'alarm') : []),
    ],
    misfortunes: choice.chance(0.5) ? drawMisfortunes(choice) : [],
  };
}
