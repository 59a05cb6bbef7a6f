import { BaseCommand } from '../cli/base-command.ts';
import { exitCodes } from '../cli/exit-codes.ts';

const rows = [...exitCodes].sort((a, b) => a.exit - b.exit);
const table = rows.map(({ exit, meaning }) => `${String(exit).padStart(3)}  ${meaning}`).join('\n');

export default class ExitCodes extends BaseCommand<typeof ExitCodes> {
  static override summary = 'Explain the exit codes.';
  static override description = `Every command ends with one of these.\n\n${table}`;
  static override examples = [
    { description: 'The table', command: '<%= config.bin %> exit-codes' },
    { description: 'For a script', command: '<%= config.bin %> exit-codes --json' },
  ];

  async run(): Promise<void> {
    this.print(table, { exitCodes: rows });
    await Promise.resolve();
  }
}
