/** `npm run dev`: Vite with hot reload, the proxy and the practice gateway on one port. */
import { createServer } from 'vite';

process.env.PLING_DEV = '1';
try {
  const server = await createServer();
  await server.listen();
  server.printUrls();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
