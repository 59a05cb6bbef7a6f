import type { EnforcedPolicy } from '../iam/enforcement/enforcement.ts';
import { requireKnown, text, type Json } from './read-members.ts';

/** `{"policy": {"Version": …}, "accessKeyId": "ci"}`; an empty object takes it back. */
export function readEnforceIam(body: Json): EnforcedPolicy | undefined {
  requireKnown(body, ['policy', 'accessKeyId']);
  const { policy } = body;
  if (policy === undefined || policy === null) return undefined;
  return { policy, accessKeyId: text(body, 'accessKeyId') };
}
