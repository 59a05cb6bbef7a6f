import type { Command } from '../history.ts';
import { drawCommand, drawInterrupt, drawKills } from './draw-command.ts';
import { drawMoment, drawTime } from './draw-moment.ts';
import type { Kind } from './kind.ts';
import { surroundings } from './surroundings.ts';

/** One release of a rolling service, with whatever happens to it. */
export const rolling: Kind = {
  name: 'rolling',
  weight: 5,
  draw: (choice) => ({ ...surroundings(choice), commands: [drawCommand(choice, 'a')] }),
};

/** The process is killed, once or again and again, and the same command is given again. */
export const sameCommandAgain: Kind = {
  name: 'same command again',
  weight: 3,
  draw: (choice) => ({
    ...surroundings(choice),
    commands: [{ ...drawCommand(choice, 'a'), does: 'deploy', kills: drawKills(choice, 1, 3) }],
  }),
};

/** Several processes of ours for the same service: other releases, the same release twice, a rollback, somebody who watches or resumes. */
export const rivals: Kind = {
  name: 'rivals',
  weight: 3,
  draw(choice) {
    const others = choice.several(1, 2, () =>
      choice.pick(['deploy', 'deploy', 'deploy', 'rollback', 'rollback', 'watch', 'resume'] as const),
    );
    const rest = others.map((does, index): Command => {
      const id = String.fromCharCode('b'.charCodeAt(0) + index);
      const command = { ...drawCommand(choice, id), does, when: drawMoment(choice) };
      return { ...command, image: choice.chance(0.6) ? 'other' : 'new' };
    });
    return { ...surroundings(choice), commands: [drawCommand(choice, 'a'), ...rest] };
  },
};

/** A release that is over, and is to go back. */
export const deployThenRollback: Kind = {
  name: 'deploy, then rollback',
  weight: 2,
  draw(choice) {
    const first: Command = { ...drawCommand(choice, 'a'), does: 'deploy', dryRun: false };
    const when = choice.chance(0.5)
      ? ({ on: 'status', status: 'SUCCESSFUL', nth: 1, seconds: choice.pick([0, 1, 3, 30]) } as const)
      : drawTime(choice, 20, 300);
    const back: Command = {
      ...drawCommand(choice, 'b'),
      does: 'rollback',
      when,
      kills: choice.chance(0.3) ? drawKills(choice, 1, 2) : [],
      ...(choice.chance(0.2) ? { interrupt: drawInterrupt(choice) } : {}),
    };
    return { ...surroundings(choice), commands: [first, back] };
  },
};
