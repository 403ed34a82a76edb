/** The one table of security headers. */
import { expect, test } from 'vitest';
import { SECURITY_HEADERS, setSecurityHeaders } from '../../../src/proxy/security-headers.ts';

test('nothing is allowed but the app’s own files, the scanner’s wasm and the camera', () => {
  const policy = SECURITY_HEADERS['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toMatch(/https?:|\*/);
  expect(SECURITY_HEADERS['permissions-policy']).toContain('camera=(self)');
  expect(SECURITY_HEADERS['permissions-policy']).toContain('hid=(self)');
});

test('a page that is stricter stays so', () => {
  const headers = new Headers({ 'content-security-policy': "default-src 'none'" });
  setSecurityHeaders(headers, 'http://till.test/');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('only https pins itself', () => {
  const headers = new Headers();
  setSecurityHeaders(headers, 'http://till.test/');
  expect(headers.has('strict-transport-security')).toBe(false);
  setSecurityHeaders(headers, 'https://till.test/');
  expect(headers.get('strict-transport-security')).toContain('max-age');
});
