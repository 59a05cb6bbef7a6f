import { draftOfService } from '../../../src/init/live/draft-of-service.ts';
import { minutes } from '../../../src/model/duration.ts';
import type { ImageRequest } from '../../../src/images/plan-image.ts';
import { diagnosisText } from '../../../src/output/diagnosis-text.ts';
import { historyText } from '../../../src/output/history-text.ts';
import { migrationText } from '../../../src/output/migration-text.ts';
import { preflightText } from '../../../src/output/preflight-text.ts';
import { protectionText } from '../../../src/output/protection-text.ts';
import { pruneResultText } from '../../../src/output/prune-text.ts';
import { statusText } from '../../../src/output/status-text.ts';
import { abort } from '../../../src/release/abort.ts';
import { approve } from '../../../src/release/approvals/approve.ts';
import { findPause } from '../../../src/release/approvals/find-pause.ts';
import { reject } from '../../../src/release/approvals/reject.ts';
import { build } from '../../../src/release/build.ts';
import { deploy } from '../../../src/release/deploy.ts';
import { diagnoseService } from '../../../src/release/diagnose.ts';
import { history } from '../../../src/release/history/history.ts';
import { migrateToNative } from '../../../src/release/migrate/migrate-to-native.ts';
import { verifyService } from '../../../src/release/preflight/verify-service.ts';
import { carryOutProtection } from '../../../src/release/protect/carry-out-protection.ts';
import { planProtection } from '../../../src/release/protect/plan-protection.ts';
import { carryOutPruning } from '../../../src/release/prune/carry-out-pruning.ts';
import { planPruning } from '../../../src/release/prune/plan-pruning.ts';
import { push } from '../../../src/release/push.ts';
import type { ReleaseContext } from '../../../src/release/release-context.ts';
import { render } from '../../../src/release/render.ts';
import type { DeployRequest } from '../../../src/release/requests.ts';
import { resume } from '../../../src/release/resume.ts';
import { rollBack } from '../../../src/release/roll-back.ts';
import { status } from '../../../src/release/status.ts';
import { watch } from '../../../src/release/watch.ts';
import { plain } from '../../unit/output/plain-palette.ts';
import { ref } from '../rehearsal.ts';
import { played, type Played } from './played.ts';

const rules = {
  timeoutMilliseconds: minutes(30),
  rollback: 'automatic',
  rollbackOnTimeout: false,
  onInterrupt: 'detach',
} as const;

/** The commands of a scene, each as a process of its own. */
export class SceneSteps {
  readonly #contextOf: (interrupt?: AbortSignal) => ReleaseContext;
  readonly #release: Partial<DeployRequest>;

  /** @param release what its configuration says of every release */
  constructor(contextOf: (interrupt?: AbortSignal) => ReleaseContext, release: Partial<DeployRequest> = {}) {
    this.#contextOf = contextOf;
    this.#release = release;
  }

  deploy(change: Partial<DeployRequest>, interrupt?: AbortSignal): Promise<Played> {
    return played('deploy', this.#contextOf(interrupt), (context) =>
      deploy(context, {
        service: ref,
        base: { kind: 'live' },
        images: [],
        settings: {},
        imageReference: 'digest',
        force: false,
        ifBusy: 'refuse',
        dryRun: false,
        ...rules,
        ...this.#release,
        ...change,
      }),
    );
  }

  rollback(): Promise<Played> {
    return played('rollback', this.#contextOf(), (context) =>
      rollBack(context, { service: ref, ifBusy: 'replace', dryRun: false, ...rules }),
    );
  }

  resume(): Promise<Played> {
    const { gates } = this.#release;
    return played('resume', this.#contextOf(), (context) =>
      resume(context, { service: ref, dryRun: false, ...rules, gates }),
    );
  }

  watch(): Promise<Played> {
    return played('watch', this.#contextOf(), (context) =>
      watch(context, { service: ref, timeoutMilliseconds: minutes(30) }),
    );
  }

  status(): Promise<Played> {
    return played('status', this.#contextOf(), async (context) =>
      statusText(await status(context, { service: ref }), plain),
    );
  }

  diagnose(): Promise<Played> {
    return played('diagnose', this.#contextOf(), async (context) =>
      diagnosisText(await diagnoseService(context, { service: ref }), plain),
    );
  }

  abort(): Promise<Played> {
    return played('abort', this.#contextOf(), (context) => abort(context, { service: ref, dryRun: false }));
  }

  approve(): Promise<Played> {
    return played('approve', this.#contextOf(), async (context) => {
      const question = await findPause(context, { service: ref });
      const follow = { waitForApproval: true };
      return await approve(context, { question, reason: 'the graphs look well', follow, ...rules });
    });
  }

  reject(): Promise<Played> {
    return played('reject', this.#contextOf(), async (context) => {
      const question = await findPause(context, { service: ref });
      return await reject(context, { question, wait: true });
    });
  }

  render(): Promise<Played> {
    return played('render', this.#contextOf(), async (context) => {
      const rendered = await render(context, { service: ref, base: { kind: 'live' }, images: [] });
      return JSON.stringify(rendered);
    });
  }

  verify(image: string): Promise<Played> {
    return played('verify', this.#contextOf(), async (context) => {
      const report = await verifyService(context, {
        service: ref,
        base: { kind: 'live' },
        images: [{ image }],
        settings: this.#release.settings ?? {},
        codeDeploy: this.#release.codeDeploy,
        gates: this.#release.gates?.gates,
        rollback: 'automatic',
        timeoutMilliseconds: minutes(30),
      });
      return preflightText([report], plain);
    });
  }

  migrate(): Promise<Played> {
    return played('migrate', this.#contextOf(), async (context) =>
      migrationText(await migrateToNative(context, { service: ref }), 'web', plain),
    );
  }

  history(): Promise<Played> {
    return played('history', this.#contextOf(), async (context) =>
      historyText(await history(context, { service: ref, limit: 5 }), { palette: plain }),
    );
  }

  init(): Promise<Played> {
    return played('init', this.#contextOf(), async ({ aws }) =>
      JSON.stringify(await draftOfService(aws, { service: ref, name: 'web', copySecrets: true })),
    );
  }

  /** All but the newest revision, and for good. */
  prune(): Promise<Played> {
    return played('prune', this.#contextOf(), async (context) => {
      const plan = await planPruning(context, { service: ref, keep: 1, deletes: true });
      return pruneResultText(await carryOutPruning(context, plan), plain);
    });
  }

  protect(keep: number): Promise<Played> {
    return played('protect', this.#contextOf(), async (context) => {
      const plan = await planProtection(context, { service: ref, keep });
      return protectionText(await carryOutProtection(context, plan), plain);
    });
  }

  build(request: ImageRequest): Promise<Played> {
    return played('build', this.#contextOf(), async (context) => {
      const { plan } = await build(context, request, { dryRun: false });
      return JSON.stringify(plan);
    });
  }

  push(request: ImageRequest): Promise<Played> {
    return played('push', this.#contextOf(), async (context) => {
      const { plan } = await push(context, request, { dryRun: false });
      return JSON.stringify(plan);
    });
  }
}
