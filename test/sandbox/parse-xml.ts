export interface XmlElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#xD': '\r' };

/** Enough of XML to read what the Query protocol writes: elements, text, and the namespace of the root, which is ignored. */
export function parseXml(xml: string): XmlElement {
  const root: XmlElement = { name: '', children: [], text: '' };
  const open = [root];
  for (const [, close, name, selfClosing, text] of xml.matchAll(/<(\/?)([\w.]+)[^>]*?(\/?)>|([^<]+)/g)) {
    const parent = open.at(-1);
    if (parent === undefined) throw new Error(`unbalanced: ${xml}`);
    if (text !== undefined) {
      parent.text += text.replaceAll(/&([^;]+);/g, (_all, entity: string) => entities[entity] ?? '?');
    } else if (close === '/') {
      if (open.pop()?.name !== name) throw new Error(`unbalanced at </${name ?? ''}>: ${xml}`);
    } else {
      const element: XmlElement = { name: name ?? '', children: [], text: '' };
      parent.children.push(element);
      if (selfClosing !== '/') open.push(element);
    }
  }
  const [document] = root.children;
  if (document === undefined || open.length !== 1) throw new Error(`not a document: ${xml}`);
  return document;
}
