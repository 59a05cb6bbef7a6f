import { BaseCommand } from '../cli/base-command.ts';
import { resolveService } from '../cli/context.ts';
import { exitCodeOfErrorCode } from '../cli/exit-codes.ts';
import { serviceArgument, serviceFlags } from '../cli/shared-flags.ts';
import { withSpinner } from '../cli/spinner.ts';
import { withContext } from '../cli/wire.ts';
import { conclusionOf } from '../model/diagnosis-report.ts';
import type { Diagnosis as DiagnosisFound } from '../model/diagnosis.ts';
import { diagnosisText } from '../output/diagnosis-text.ts';
import { diagnoseService } from '../release/diagnose.ts';

export default class Diagnose extends BaseCommand<typeof Diagnose> {
  static override summary = 'Say why a service, or its newest deployment, is not well.';
  static override description =
    'The likely cause in one sentence, how sure it is, what to do, one command to run next, and the evidence: stopped tasks with exit codes, targets, events, circuit breaker, alarms, hooks, the end of the log, and what changed since the last good release. Reads only. Exit code 0 where nothing is wrong, 32 where something was found; where nothing was found and not all could be read, 4 without permission, else 7.';
  static override examples = [
    {
      description: 'Why did it fail?',
      command: '<%= config.bin %> diagnose --cluster demo --service web',
    },
    {
      description: 'The likely cause, for a script',
      command: '<%= config.bin %> diagnose api -e production --json | jq -r .diagnosis.likely.cause',
    },
  ];

  static override args = serviceArgument;
  static override flags = { ...serviceFlags };

  protected override readonly isForThePageOfTheRun = true;

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    const report = await withSpinner({ terminal: this.terminal, isShown, text: 'Collecting evidence' }, () =>
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
        diagnoseService(context, {
          service: { cluster: service.cluster, service: service.service },
          account: service.account,
          codeDeploy: service.codeDeploy,
        }),
      ),
    );
    const { diagnosis, ...standing } = report;
    const exitCode = exitCodeOfDiagnosis(diagnosis);
    this.print(diagnosisText(report, this.palette), { standing, diagnosis }, exitCode);
  }
}

function exitCodeOfDiagnosis(diagnosis: DiagnosisFound): number | undefined {
  const conclusion = conclusionOf(diagnosis);
  switch (conclusion) {
    case 'found':
      return exitCodeOfErrorCode('finding.diagnosis');
    case 'nothing-wrong':
      return 0;
    case 'could-not-tell': {
      const isDenied = diagnosis.evidence.missing.some(({ action }) => action !== undefined);
      return exitCodeOfErrorCode(isDenied ? 'permission.denied' : 'aws.unavailable');
    }
    default:
      return conclusion satisfies never;
  }
}
