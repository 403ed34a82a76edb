/** Starts the practice wallet: the only place here that touches the network, the clock and the address. */
import { mount } from 'svelte';
import '../../app/styles/tokens.css';
import '../../app/styles/base.css';
import '../../app/styles/stocks.css';
import { createApi } from './api.ts';
import { readAddress } from './address.ts';
import { PracticeWallet } from './practice-wallet.svelte.ts';
import Wallet from './Wallet.svelte';

const target = document.querySelector('#wallet');
if (target === null) throw new Error('The page has no #wallet.');
const practice = new PracticeWallet({
  api: createApi((path, init) => fetch(`/gateway/sim${path}`, init)),
  now: () => performance.now(),
  every: (ms, run) => setInterval(run, ms),
  memory: sessionStorage,
  start: readAddress(location.search),
});
mount(Wallet, { target, props: { practice } });
