import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { nonce } from './app/nonce.ts';
import { startTexts } from './lib/texts.ts';

setNonce(nonce);
await startTexts();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html lacks its root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
