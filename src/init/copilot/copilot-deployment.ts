import { literalInConfig } from '../literal.ts';
import { compact, listOf, mapOf, type Members } from '../members.ts';

/**
 * `deployment` of a manifest in ours. https://aws.github.io/copilot-cli/docs/manifest/lb-web-service/#deployment
 */
export function copilotDeployment(deployment: unknown): Members {
  const { rolling, rollback_alarms: alarms } = mapOf(deployment);
  const names = listOf(alarms).filter((name) => typeof name === 'string');
  return compact({
    ...percents(rolling),
    alarms: names.length === 0 ? undefined : { names: names.map(literalInConfig) },
  });
}

/** `recreate` stops the old tasks first. */
function percents(rolling: unknown): Members {
  if (rolling === 'recreate') return { minimumHealthyPercent: 0, maximumPercent: 100 };
  return rolling === 'default' ? { minimumHealthyPercent: 100, maximumPercent: 200 } : {};
}
