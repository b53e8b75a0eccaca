/** A library that says its name and version. */
export interface Library {
  name: string;
  version: string;
}

/**
 * The library a script says it is, from its banner (`/*! jQuery v3.7.1 | …`) or its address (`jquery-3.7.1.min.js`,
 * `/npm/vue@3.4.0/…`, `/ajax/libs/moment.js/2.29.4/moment.min.js`). Only a label: a lie in a banner earns nothing, since
 * a change is called an upgrade only when no behaviour is gained.
 */
export function detectLibrary(url: string | null, text: string): Library | null {
  return fromBanner(text.slice(0, 2000)) ?? (url === null ? null : fromUrl(url));
}

const version = String.raw`v?(\d{1,4}\.\d{1,5}(?:\.\d{1,5})?(?:-[a-z0-9.]{1,20})?)`;

function fromBanner(head: string): Library | null {
  const comment = /^\s*(?:\/\*[!*]?|\/\/)([\s\S]{0,600}?)(?:\*\/|\n\s*\n)/.exec(head)?.[1];
  if (comment === undefined) return null;
  const named = new RegExp(
    String.raw`(?:^|[\s*])(?:@preserve\s+|@license\s+)?([A-Za-z][\w.$/@ -]{1,40}?)\s*[-–—:|,]?\s*(?:version\s*:?\s*)?${version}`,
    'im',
  ).exec(comment);
  return named ? library(named[1]!, named[2]!) : null;
}

function fromUrl(url: string): Library | null {
  const path = URL.parse(url)?.pathname ?? '';
  const patterns = [
    new RegExp(String.raw`/((?:@[\w.-]+/)?[\w.-]+)@${version}(?:/|$)`, 'i'),
    new RegExp(String.raw`/libs/([\w.-]+)/${version}/`, 'i'),
    new RegExp(String.raw`/([a-z][\w.]*?)[-.]${version}(?:[.-][a-z]+)*\.m?js$`, 'i'),
  ];
  for (const pattern of patterns) {
    const match = pattern.exec(path);
    if (match) return library(match[1]!, match[2]!);
  }
  return null;
}

function library(name: string, number: string): Library {
  return { name: name.trim().replace(/\.js$/i, '').replace(/\s+/g, ' ').toLowerCase(), version: number };
}
