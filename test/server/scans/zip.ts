import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a made ZIP; what is left out is as it must be. */
export interface MadeEntry {
  name: string | Buffer;
  body: Uint8Array | string;
  method?: number;
  flags?: number;
  crc?: number;
  /** What the directory says it unpacks to. */
  declaredBytes?: number;
  /** Instead of what the body packs to. */
  packed?: Uint8Array;
}

/** A ZIP (PKWARE APPNOTE 4.3), honest or not. */
export function makeZip(entries: readonly MadeEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const body = Buffer.from(entry.body as string);
    const method = entry.method ?? 8;
    const packed = Buffer.from(entry.packed ?? (method === 8 ? deflateRawSync(body) : body));
    const name = Buffer.from(entry.name as string);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(entry.flags ?? 0x800, 2);
    head.writeUInt16LE(method, 4);
    head.writeUInt32LE(entry.crc ?? crc32(body), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(entry.declaredBytes ?? body.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, name, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), head, place, name]));
    files.push(local);
    offset += local.length;
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, all, end]);
}
