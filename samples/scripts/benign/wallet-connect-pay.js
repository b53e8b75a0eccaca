async function pay(invoiceId) {
  const invoice = await (await fetch(`/api/invoices/${invoiceId}`)).json();
  if (!window.ethereum) throw new Error('No wallet found');
  const [from] = await window.ethereum.request({ method: 'eth_requestAccounts' });
  const chain = await window.ethereum.request({ method: 'eth_chainId' });
  if (chain !== invoice.chainId) await window.ethereum.request({ method: 'wallet_switchEthereumChain', params: [{ chainId: invoice.chainId }] });
  const hash = await window.ethereum.request({ method: 'eth_sendTransaction', params: [{ from, to: invoice.address, value: '0x' + BigInt(invoice.wei).toString(16) }] });
  await fetch(`/api/invoices/${invoiceId}/transactions`, { method: 'POST', body: JSON.stringify({ hash }) });
}
document.querySelector('#pay-eth')?.addEventListener('click', (e) => pay(e.currentTarget.dataset.invoice).catch((error) => alert(error.message)));
