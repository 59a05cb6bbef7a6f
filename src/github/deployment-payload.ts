/** What a deployment of GitHub is of: a release, or the way back from one. */
export type DeploymentAction = 'deploy' | 'rollback';

/** What ecsdeploy reads of its own note on a deployment. */
export interface DeploymentNote {
  readonly action: DeploymentAction;
  /** Each `cluster/service` that it is about. */
  readonly services: readonly string[];
  /** Of a rollback that stops a deployment: `family:revision` that this one was bringing in. */
  readonly stops?: string | undefined;
}

/**
 * Undefined where it is not of ours. Pure.
 * @param payload GitHub hands it back as an object, or as the text that it came as
 */
export function noteIn(payload: unknown): DeploymentNote | undefined {
  const known = typeof payload === 'string' ? fromText(payload) : payload;
  if (typeof known !== 'object' || known === null) return undefined;
  const { action, services, stops } = known as Readonly<Record<string, unknown>>;
  if ((action !== 'deploy' && action !== 'rollback') || !Array.isArray(services)) return undefined;
  return { action, services: services.map(String), stops: typeof stops === 'string' ? stops : undefined };
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
