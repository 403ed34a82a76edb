/** Security headers: one table, used for every answer of the proxy and for every file the server gives out. */

/** What the till needs and nothing else: its own scripts, the scanner's wasm and worker, the camera's frames. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Scanners (camera and whatever a hand scanner hangs on), a screen that stays awake, the sound of a sale. */
const ALLOWED = ['camera', 'hid', 'usb', 'serial', 'bluetooth', 'screen-wake-lock', 'fullscreen', 'autoplay'];
/** What a till has no use for; a name that browsers do not know would only fill their consoles. */
const DENIED = [
  'accelerometer',
  'browsing-topics',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'encrypted-media',
  'gamepad',
  'geolocation',
  'gyroscope',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'storage-access',
  'sync-xhr',
  'window-management',
  'xr-spatial-tracking',
];

const PERMISSIONS_POLICY = [
  ...ALLOWED.map((name) => `${name}=(self)`),
  ...DENIED.map((name) => `${name}=()`),
].join(', ');

/** The table, by header name. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'permissions-policy': PERMISSIONS_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/** Sent where the page came by https, also behind who ends TLS for us; a local address by http must not pin itself. */
export const HTTPS_HEADERS: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000',
};

const PLAIN_TABLE = Object.entries(SECURITY_HEADERS);
const SECURE_TABLE = [...PLAIN_TABLE, ...Object.entries(HTTPS_HEADERS)];

/** Sets the table on `headers`; a header that is there already stays, so that one page may be stricter. */
export function setSecurityHeaders(headers: Headers, url: string, publicUrl: string | null = null): void {
  for (const [name, value] of isSecure(url, publicUrl) ? SECURE_TABLE : PLAIN_TABLE) {
    if (!headers.has(name)) headers.set(name, value);
  }
}

/** True where the browser came by https: here, or to the shop's public address, whose TLS ends before us. */
export function isSecure(url: string, publicUrl: string | null): boolean {
  if (url.startsWith('https:')) return true;
  return publicUrl?.startsWith('https:') === true && new URL(publicUrl).host === new URL(url).host;
}
