import assert from 'node:assert/strict';
import { analyse } from '../../flow/analyse.ts';

const cases: Record<string, [string, string[]]> = {
  'a wallet asked to pay a fixed address': [
    `ethereum.request({method:'eth_sendTransaction',params:[{to:'0x000000000000000000000000000000000000dEaD'}]})`,
    ['medium wallet-drain'],
  ],
  'a wallet asked for a tip at the press of a button': [
    `document.querySelector('#tip').onclick=async()=>{ethereum.request({method:'eth_sendTransaction',params:[{to:'0x000000000000000000000000000000000000dEaD',value:'0x2386f26fc10000'}]})}`,
    ['low wallet-drain'],
  ],
  'a wallet asked for a payment by every button': [
    `async function f(){ethereum.request({method:'eth_sendTransaction',params:[{to:'0x000000000000000000000000000000000000dEaD',value:'0x2386f26fc10000'}]})}document.querySelectorAll('button').forEach(function(b){b.addEventListener('click',f)})`,
    ['medium wallet-drain'],
  ],
  'a wallet asked for all it has at the press of a button': [
    `document.querySelector('#claim').onclick=async()=>{var n=await ethereum.request({method:'eth_getBalance',params:[a]});ethereum.request({method:'eth_sendTransaction',params:[{to:'0x000000000000000000000000000000000000dEaD',value:n}]})}`,
    ['medium wallet-drain'],
  ],
  'a wallet asked for a permission without end at the press of a button': [
    `document.querySelector('#claim').onclick=async()=>{ethereum.request({method:'eth_sendTransaction',params:[{to:t,data:'0x095ea7b3'+'000000000000000000000000000000000000dEaD'.padStart(64,'0')+'f'.repeat(64)}]})};var s='0x000000000000000000000000000000000000dEaD'`,
    ['high wallet-drain'],
  ],
  'a wallet asked for all that it will ever hold': [
    `ethereum.request({method:'eth_sendTransaction',params:[{to:'0x000000000000000000000000000000000000dEaD',data:'0x095ea7b3${'f'.repeat(64)}'}]})`,
    ['high wallet-drain'],
  ],
  'a permission without end for a spender written without its sign': [
    `var s='4f2d1c0b9a8e7d6c5b4a39281706f5e4d3c2b1a0';document.querySelector('#claim').onclick=async()=>{ethereum.request({method:'eth_sendTransaction',params:[{to:t,data:'0x095ea7b3'+s.padStart(64,'0')+'f'.repeat(64)}]})}`,
    ['high wallet-drain'],
  ],
  'no wallet drained by a change of chain': [
    `var token='0x000000000000000000000000000000000000dEaD';ethereum.request({method:'wallet_switchEthereumChain',params:[{chainId:'0x1'}]})`,
    [],
  ],
};

describe('wallets', () => {
  for (const [name, [text, expected]] of Object.entries(cases))
    it(name, () => {
      assert.deepEqual(
        analyse(text).evidence.map(({ severity, rule }) => `${severity} ${rule}`),
        expected,
      );
    });
});
