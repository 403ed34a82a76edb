/** The obvious till's page: what the tutorials of Svelte, ZXing and vite-plugin-pwa come to when they are put together. */
import { mount } from 'svelte';
import App from './App.svelte';
import './obvious.css';

const target = document.querySelector('#app');
if (target) mount(App, { target });
