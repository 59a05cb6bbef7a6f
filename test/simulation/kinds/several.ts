import type { Choice } from '../choice.ts';
import type { Conduct, History, Images, NamedService, Run } from '../history.ts';
import { drawCommand, drawKills } from './draw-command.ts';
import { drawMoment } from './draw-moment.ts';
import { drawImages, drawService } from './draw-service.ts';
import type { Kind } from './kind.ts';
import { surroundings } from './surroundings.ts';

const namesBeside = ['api', 'worker', 'mail', 'cron'] as const;

/** One run that releases two to five services, some after others. */
export const several: Kind = {
  name: 'several services in one run',
  weight: 3,
  draw(choice) {
    const around = surroundings(choice);
    const others = namesBeside.slice(0, choice.between(1, 4)).map((name) => drawOther(choice, name));
    const names = ['web', ...others.map(({ name }) => name)];
    const command = {
      ...drawCommand(choice, 'a'),
      run: drawRun(choice, names),
      ...(choice.chance(0.25) ? { kills: drawKills(choice, 1, 2) } : {}),
    };
    const people = around.people.map((person) => ({ ...person, service: choice.pick(names) }));
    const rival = { ...drawCommand(choice, 'b'), when: drawMoment(choice), service: choice.pick(names) };
    const commands = choice.chance(0.15) ? [command, { ...rival, image: 'other' as const }] : [command];
    return { ...around, images: mostlyWell(choice, around.images), others, people, commands };
  },
};

function drawOther(choice: Choice, name: string): NamedService {
  const service = drawService(choice);
  return {
    name,
    service: { ...service, desired: Math.min(service.desired, 3) },
    images: mostlyWell(choice, drawImages(choice)),
  };
}

/** Of five services one is bad, rather than three: most of a run is about what came before the failure. */
function mostlyWell(choice: Choice, images: Images): History['images'] {
  const well: Conduct = { is: 'healthy', startSeconds: choice.pick([1, 5, 20]) };
  return choice.chance(0.5) ? { ...images, new: well } : images;
}

/** In any order: what comes first need not be named first. */
function drawRun(choice: Choice, names: readonly string[]): Run {
  const members = names.map((name, index) => ({
    name,
    after: names.slice(0, index).filter(() => choice.chance(0.4)),
  }));
  return {
    members: choice.chance(0.5) ? members : members.reverse(),
    onFailure: choice.weighted([
      [3, 'stop'],
      [2, 'keep-going'],
      [4, 'take-back'],
    ]),
    parallel: choice.pick([1, 2, 4, 10]),
  };
}
