/**
 * What services take from their environment and from the top of the file. Apart from the schema, which holds to it: whoever only puts
 * layers together need not load it.
 */
export const inheritedMembers = [
  'region',
  'account',
  'cluster',
  'timeout',
  'deployment',
  'approve',
  'codedeploy',
  'image',
  'gates',
  'watchFor',
  'rollback',
  'github',
] as const;

export type InheritedMember = (typeof inheritedMembers)[number];
