import type { Protocol } from 'devtools-protocol';

/** One element of a DOM snapshot with what the crawl looks at. */
export interface SnapshotElement {
  /** Upper case as in HTML documents; SVG keeps its own case. */
  name: string;
  attributes: Map<string, string>;
  /** Text of its direct text children. */
  text: string;
  /** Index of its parent element in the same list, or -1. */
  parent: number;
}

export interface SnapshotDocument {
  frameId: string;
  url: string;
  baseUrl: string;
  title: string;
  elements: SnapshotElement[];
}

type Snapshot = Protocol.DOMSnapshot.CaptureSnapshotResponse;

/** Unpacks the columns and the string table of `DOMSnapshot.captureSnapshot`; shadow roots are part of the tree. */
export function readSnapshot({ documents, strings }: Snapshot): SnapshotDocument[] {
  const text = (index: number | undefined) => strings[index ?? -1] ?? '';
  return documents.map((document) => {
    const {
      parentIndex = [],
      nodeType = [],
      nodeName = [],
      nodeValue = [],
      attributes = [],
    } = document.nodes;
    const elements: SnapshotElement[] = [];
    const elementOf = new Map<number, number>();
    for (const [index, type] of nodeType.entries()) {
      const parent = elementOf.get(parentIndex[index] ?? -1) ?? -1;
      if (type === elementNode) {
        elementOf.set(index, elements.length);
        const names = attributes[index] ?? [];
        const pairs = new Map<string, string>();
        for (let at = 0; at + 1 < names.length; at += 2)
          pairs.set(text(names[at]).toLowerCase(), text(names[at + 1]));
        elements.push({ name: text(nodeName[index]), attributes: pairs, text: '', parent });
      } else if (type === textNode || type === cdataNode) {
        const element = elements[parent];
        if (element) element.text += text(nodeValue[index]);
      } else {
        // Fragments (shadow roots) are no elements; what they hold belongs to their host.
        elementOf.set(index, parent);
      }
    }
    return {
      frameId: text(document.frameId),
      url: text(document.documentURL),
      baseUrl: text(document.baseURL) || text(document.documentURL),
      title: text(document.title),
      elements,
    };
  });
}

const elementNode = 1;
const textNode = 3;
const cdataNode = 4;
