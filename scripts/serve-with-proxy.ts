/** Vite's plugin for `npm run dev`: the proxy and the practice gateway behind Vite's own port. */
import type { Plugin } from 'vite';

/** Mounts the server's paths on Vite's dev server; builds and the page of screens are untouched. */
export function serveWithProxy(): Plugin {
  return {
    name: 'pling-proxy',
    apply: (_config, { command }) => command === 'serve' && process.env['PLING_DEV'] === '1',
    async configureServer(server) {
      // Not at the top: a build must not open a data folder.
      const { openDevServer } = await import('../src/server/dev.ts');
      const dev = openDevServer(server.config.server.port, process.env);
      server.middlewares.use((request, response, next) => {
        if (!dev.handle(request, response)) next();
      });
      server.httpServer?.once('listening', () => {
        for (const line of dev.words) server.config.logger.info(line);
      });
      server.httpServer?.once('close', () => void dev.stop());
    },
  };
}
