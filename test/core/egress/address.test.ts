import assert from 'node:assert/strict';
import { isAddressAllowed, loopbackNetworks, parseNetworks } from '../../../core/egress/index.ts';

describe('egress addresses', () => {
  const open = [
    ['93.184.216.34', 'public IPv4'],
    ['1.1.1.1', 'public IPv4'],
    ['2606:2800:220:1:248:1893:25c8:1946', 'public IPv6'],
    ['::ffff:93.184.216.34', 'a public address in IPv4-mapped form'],
  ] as const;
  for (const [address, what] of open) {
    it(`allow ${address}: ${what}`, () => assert.equal(isAddressAllowed(address), true));
  }

  const closed = [
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'the far end of loopback'],
    ['::1', 'loopback'],
    ['0.0.0.0', 'this host'],
    ['::', 'unspecified'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.127.255.255', 'carrier-grade NAT'],
    ['169.254.169.254', 'cloud metadata'],
    ['169.254.170.2', 'container credentials'],
    ['100.100.100.200', 'cloud metadata in shared space'],
    ['fd00:ec2::254', 'cloud metadata over IPv6'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['fc00::1', 'unique local'],
    ['fec0::1', 'the old site-local'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['192.0.0.1', 'protocol assignments'],
    ['192.0.2.1', 'documentation'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['2001:db8::1', 'documentation'],
    ['::ffff:127.0.0.1', 'IPv4-mapped loopback'],
    ['::ffff:7f00:1', 'IPv4-mapped loopback, in hexadecimal'],
    ['::ffff:10.0.0.1', 'IPv4-mapped private'],
    ['::ffff:169.254.169.254', 'IPv4-mapped metadata'],
    ['::ffff:a9fe:a9fe', 'IPv4-mapped metadata, in hexadecimal'],
    ['::127.0.0.1', 'IPv4-compatible loopback'],
    ['::a9fe:a9fe', 'IPv4-compatible metadata'],
    ['4000::1', 'not handed out'],
    ['::ffff:0:127.0.0.1', 'IPv4-translated loopback'],
    ['64:ff9b::7f00:1', 'NAT64 of loopback'],
    ['64:ff9b::a9fe:a9fe', 'NAT64 of metadata'],
    ['64:ff9b:1::a9fe:a9fe', 'local-use NAT64'],
    ['2002:7f00:1::', '6to4 of loopback'],
    ['2002:a9fe:a9fe::', '6to4 of metadata'],
    ['2001:0:a9fe:a9fe::', 'Teredo'],
    ['100::1', 'discard-only'],
    ['', 'nothing'],
    ['localhost', 'a name'],
    ['shop.example', 'a name'],
    ['127.0.0.1/8', 'a block'],
    ['1.2.3.4 ', 'a blank too many'],
  ] as const;
  for (const [address, what] of closed) {
    it(`refuse ${address || '(empty)'}: ${what}`, () => assert.equal(isAddressAllowed(address), false));
  }

  it('refuse the odd ways of writing loopback that the C library takes', () => {
    for (const address of ['127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0x7f.1']) {
      assert.equal(isAddressAllowed(address), false, address);
    }
  });

  it('open up inside the networks that are allowed, and only there', () => {
    const networks = parseNetworks(['10.0.0.0/8', 'fd00::/8', '192.168.1.7']);
    for (const address of ['10.9.9.9', 'fd12::1', '192.168.1.7', '::ffff:10.0.0.1']) {
      assert.equal(isAddressAllowed(address, networks), true, address);
    }
    for (const address of ['192.168.1.8', '172.16.0.1', 'fe80::1', '127.0.0.1']) {
      assert.equal(isAddressAllowed(address, networks), false, address);
    }
  });

  it('know loopback by its networks', () => {
    const networks = parseNetworks(loopbackNetworks);
    for (const address of ['127.0.0.1', '127.9.9.9', '::1'])
      assert.ok(isAddressAllowed(address, networks), address);
    assert.ok(!isAddressAllowed('10.0.0.1', networks));
  });

  it('name the entry that is no network', () => {
    for (const entry of ['nonsense', '10.0.0.0/33', '', '10.0.0.0/', 'fd00::/129']) {
      assert.throws(
        () => parseNetworks(['10.0.0.0/8', entry]),
        (error: unknown) => error instanceof RangeError && error.message.includes(`"${entry}"`),
      );
    }
  });
});
