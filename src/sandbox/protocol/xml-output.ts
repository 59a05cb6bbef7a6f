import type { Shape, StructureShape } from './shape.ts';

/** What stands inside `<XResult>`: absent members stay away, timestamps are ISO 8601, lists hold `<member>` elements. */
export function writeXmlOutput(shape: Shape, output: object): string {
  return shape.kind === 'structure' ? writeStructure(shape, output) : '';
}

export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}

function writeStructure(shape: StructureShape, value: object): string {
  let xml = '';
  const source = value as Record<string, unknown>;
  for (const [name, memberShape] of shape.members) {
    const member = source[name];
    if (member !== undefined && member !== null) xml += element(name, writeValue(memberShape(), member));
  }
  return xml;
}

function writeValue(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case 'list': {
      const member = shape.member();
      return (value as unknown[]).map((item) => element('member', writeValue(member, item))).join('');
    }
    case 'map': {
      const member = shape.value();
      return Object.entries(value as object)
        .map(([key, item]) =>
          element('entry', element('key', escapeXml(key)) + element('value', writeValue(member, item))),
        )
        .join('');
    }
    case 'structure':
      return writeStructure(shape, value as object);
    case 'string':
    case 'number':
    case 'boolean':
    case 'timestamp':
    case 'blob':
    case 'document':
    case 'unit':
      return escapeXml(writeScalar(value));
  }
}

function writeScalar(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}
