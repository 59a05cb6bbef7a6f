import { formatDataPath, type DataPath } from '../model/data-document.ts';
import type { Fault } from './fault.ts';
import { membersNamed, type Members } from './find-member.ts';

/** Two spellings of one name: nobody can say which of them counts. */
export function twinFaults(map: Members, path: DataPath, names: readonly string[]): Fault[] {
  return names.flatMap((name) => {
    const [first, second] = membersNamed(map, name);
    if (first === undefined || second === undefined) return [];
    const where = formatDataPath([...path, second.name]);
    return [
      {
        path: [...path, second.name],
        atName: true,
        message: `${where} is there beside ${first.name}, and only one of them can count`,
      },
    ];
  });
}
