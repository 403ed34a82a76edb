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
});

test('the page may use what scanners hang on, keep its screen awake and sound; nothing else', () => {
  const policy = (SECURITY_HEADERS['permissions-policy'] ?? '').split(', ');
  const allowed = policy.filter((part) => !part.endsWith('=()')).sort();
  expect(allowed).toEqual([
    'autoplay=(self)',
    'bluetooth=(self)',
    'camera=(self)',
    'fullscreen=(self)',
    'hid=(self)',
    'screen-wake-lock=(self)',
    'serial=(self)',
    'usb=(self)',
  ]);
  expect(policy).toContain('microphone=()');
  expect(policy).toContain('payment=()');
  expect(new Set(policy).size).toBe(policy.length);
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

test('so does a page that comes by http from the terminator of the public address, and no other', () => {
  const pins = (url: string, publicUrl: string): boolean => {
    const headers = new Headers();
    setSecurityHeaders(headers, url, publicUrl);
    return headers.has('strict-transport-security');
  };
  expect(pins('http://till.test/', 'https://till.test')).toBe(true);
  expect(pins('http://10.0.0.2:8787/', 'https://till.test')).toBe(false);
  expect(pins('http://till.test/', 'http://till.test')).toBe(false);
});
