/** Which addresses are the proxy's, which the practice gateway's; all others are the app's. */

/** Paths of the proxy. */
const PROXY_PATHS = ['/api', '/webhooks', '/r', '/healthz'];
/** Where the practice gateway is mounted. */
export const GATEWAY_PATH = '/gateway';

/** True for what the proxy answers. */
export function isProxyPath(pathname: string): boolean {
  return PROXY_PATHS.some((path) => isBelow(pathname, path));
}

/** True for what the practice gateway answers; live it is nobody's. */
export function isGatewayPath(pathname: string): boolean {
  return isBelow(pathname, GATEWAY_PATH);
}

/** True for `path` itself and everything under it. */
export function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`);
}
