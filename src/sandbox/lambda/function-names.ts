const arnPattern = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)(?::(.+))?$/;

/** The names under which a function may have been scripted, the most exact first: its ARN, without its version or alias, its name. */
export function namesOfFunction(functionArn: string): string[] {
  const [, name, qualifier] = arnPattern.exec(functionArn) ?? [];
  if (name === undefined) return [functionArn];
  if (qualifier === undefined) return [functionArn, name];
  return [functionArn, functionArn.slice(0, -(qualifier.length + 1)), `${name}:${qualifier}`, name];
}
