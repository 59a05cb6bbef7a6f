import { draftOfService } from '../../../src/init/live/draft-of-service.ts';
import type { PolicyCommand } from '../../../src/model/iam-policy.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { minutes } from '../../../src/model/duration.ts';
import type { ImageRequest } from '../../../src/images/plan-image.ts';
import { diagnosisText } from '../../../src/output/diagnosis-text.ts';
import { historyText } from '../../../src/output/history-text.ts';
import { migrationText } from '../../../src/output/migration-text.ts';
import { preflightText } from '../../../src/output/preflight-text.ts';
import { protectionText } from '../../../src/output/protection-text.ts';
import { pruneResultText } from '../../../src/output/prune-text.ts';
import { releaseText } from '../../../src/output/release-text.ts';
import { statusText } from '../../../src/output/status-text.ts';
import { abort } from '../../../src/release/abort.ts';
import { approve } from '../../../src/release/approvals/approve.ts';
import { findPause } from '../../../src/release/approvals/find-pause.ts';
import { reject } from '../../../src/release/approvals/reject.ts';
import { build } from '../../../src/release/build.ts';
import { deploy } from '../../../src/release/deploy.ts';
import { diagnoseService } from '../../../src/release/diagnose.ts';
import { showRelease } from '../../../src/release/history/show-release.ts';
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
import { renderAppSpec } from '../../../src/release/render-app-spec.ts';
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
export class SceneCommands {
  readonly #contextOf: (interrupt?: AbortSignal) => ReleaseContext;
  readonly #release: Partial<DeployRequest>;

  /** @param release what its configuration says of every release */
  constructor(contextOf: (interrupt?: AbortSignal) => ReleaseContext, release: Partial<DeployRequest> = {}) {
    this.#contextOf = contextOf;
    this.#release = release;
  }

  async #play(
    command: PolicyCommand,
    work: (context: ReleaseContext) => Promise<ReleaseResult | string>,
    interrupt?: AbortSignal,
  ): Promise<Played> {
    return await played(command, this.#contextOf(interrupt), work);
  }

  deploy(change: Partial<DeployRequest>, interrupt?: AbortSignal): Promise<Played> {
    return this.#play(
      'deploy',
      (context) =>
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
      interrupt,
    );
  }

  rollback(to?: string): Promise<Played> {
    return this.#play('rollback', (context) =>
      rollBack(context, { service: ref, ifBusy: 'replace', dryRun: false, to, ...rules }),
    );
  }

  resume(): Promise<Played> {
    const { gates } = this.#release;
    return this.#play('resume', (context) =>
      resume(context, { service: ref, dryRun: false, ...rules, gates }),
    );
  }

  watch(): Promise<Played> {
    return this.#play('watch', (context) =>
      watch(context, { service: ref, timeoutMilliseconds: minutes(30) }),
    );
  }

  status(): Promise<Played> {
    return this.#play('status', async (context) =>
      statusText(await status(context, { service: ref }), plain),
    );
  }

  diagnose(): Promise<Played> {
    return this.#play('diagnose', async (context) =>
      diagnosisText(await diagnoseService(context, { service: ref }), plain),
    );
  }

  abort(): Promise<Played> {
    return this.#play('abort', (context) => abort(context, { service: ref, dryRun: false }));
  }

  /** @param follows whether it waits for the end, as with `--wait` */
  approve({ follows } = { follows: true }): Promise<Played> {
    return this.#play('approve', async (context) => {
      const question = await findPause(context, { service: ref });
      const follow = follows ? { waitForApproval: true } : undefined;
      return await approve(context, { question, reason: 'the graphs look well', follow, ...rules });
    });
  }

  reject(): Promise<Played> {
    return this.#play('reject', async (context) => {
      const question = await findPause(context, { service: ref });
      return await reject(context, { question, wait: true });
    });
  }

  render(): Promise<Played> {
    return this.#play('render', async (context) => {
      const rendered = await render(context, { service: ref, base: { kind: 'live' }, images: [] });
      return JSON.stringify(rendered);
    });
  }

  /** @param goesBack whether it looks besides whether the service could go back */
  verify(image: string, goesBack = false): Promise<Played> {
    return this.#play('verify', async (context) => {
      const report = await verifyService(context, {
        service: ref,
        base: { kind: 'live' },
        images: [{ image }],
        settings: this.#release.settings ?? {},
        codeDeploy: this.#release.codeDeploy,
        gates: this.#release.gates?.gates,
        rollback: 'automatic',
        timeoutMilliseconds: minutes(30),
        goesBack,
      });
      return preflightText([report], plain);
    });
  }

  migrate(): Promise<Played> {
    return this.#play('migrate', async (context) =>
      migrationText(await migrateToNative(context, { service: ref }), 'web', plain),
    );
  }

  history(): Promise<Played> {
    return this.#play('history', async (context) =>
      historyText(await history(context, { service: ref, limit: 5 }), { palette: plain }),
    );
  }

  historyShow(release: string): Promise<Played> {
    return this.#play('history', async (context) =>
      releaseText(await showRelease(context, { service: ref, release }), plain),
    );
  }

  renderAppSpec(image: string): Promise<Played> {
    return this.#play('render', async (context) =>
      JSON.stringify(
        await renderAppSpec(context, {
          service: ref,
          base: { kind: 'live' },
          images: [{ image }],
          codeDeploy: {},
        }),
      ),
    );
  }

  init(): Promise<Played> {
    return this.#play('init', async ({ aws }) =>
      JSON.stringify(await draftOfService(aws, { service: ref, name: 'web', copySecrets: true })),
    );
  }

  /** All but the newest revision, and for good. */
  prune(): Promise<Played> {
    return this.#play('prune', async (context) => {
      const plan = await planPruning(context, { service: ref, keep: 1, deletes: true });
      return pruneResultText(await carryOutPruning(context, plan), plain);
    });
  }

  protect(keep: number): Promise<Played> {
    return this.#play('protect', async (context) => {
      const plan = await planProtection(context, { service: ref, keep });
      return protectionText(await carryOutProtection(context, plan), plain);
    });
  }

  build(request: ImageRequest): Promise<Played> {
    return this.#play('build', async (context) => {
      const { plan } = await build(context, request, { dryRun: false });
      return JSON.stringify(plan);
    });
  }

  push(request: ImageRequest): Promise<Played> {
    return this.#play('push', async (context) => {
      const { plan } = await push(context, request, { dryRun: false });
      return JSON.stringify(plan);
    });
  }
}
