/** Certificates: the shop's own files, or for `--lan` one of this machine, under a local authority a tablet can trust. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { generate } from 'selfsigned';
import type { EpochMs } from '../core/ports.ts';
import { StartProblem } from '../setup/start-problem.ts';

/** What https needs, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A local certificate, and the authority that has to be trusted once on each tablet. */
export interface LocalCertificate extends Certificate {
  readonly authority: string;
}

const DAY_MS = 86_400_000;
/** Apple's devices take no longer life, also from a local authority. */
const CERTIFICATE_DAYS = 397;
const AUTHORITY_DAYS = 3_650;
/** A certificate that ends sooner is made anew at the next start. */
const SPARE_DAYS = 30;

/** Reads TLS_CERT and TLS_KEY. Throws a StartProblem that names the file. */
export function readCertificate({ certPath, keyPath }: { certPath: string; keyPath: string }): Certificate {
  return { cert: readPem('TLS_CERT', certPath), key: readPem('TLS_KEY', keyPath) };
}

/** IPv4 addresses of this machine that a tablet on the same network can reach. */
export function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

/**
 * The certificate for `addresses`, kept in `folder` and made anew when they change or it is about to end. The
 * authority stays, so that a tablet that trusts it goes on trusting.
 */
export async function localCertificate(
  folder: string,
  addresses: readonly string[],
  now: EpochMs,
): Promise<LocalCertificate> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = await keep(folder, 'authority', now, [], () => makeAuthority(now));
  const hosts = ['127.0.0.1', ...addresses];
  const own = await keep(folder, 'till', now, hosts, () => makeCertificate(authority, hosts, now));
  return { ...own, authority: authority.cert };
}

/** The pair of files if they are good for `hosts` and long enough, else fresh ones. */
async function keep(
  folder: string,
  name: string,
  now: EpochMs,
  hosts: readonly string[],
  make: () => Promise<Certificate>,
): Promise<Certificate> {
  const [certPath, keyPath] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  if (existsSync(certPath) && existsSync(keyPath)) {
    const kept = { cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8') };
    if (isGood(kept.cert, hosts, now)) return kept;
  }
  const made = await make();
  writeFileSync(keyPath, made.key, { mode: 0o600 });
  writeFileSync(certPath, made.cert);
  return made;
}

function isGood(pem: string, hosts: readonly string[], now: EpochMs): boolean {
  const certificate = new X509Certificate(pem);
  const endsAt = Date.parse(certificate.validTo);
  return endsAt > now + SPARE_DAYS * DAY_MS && hosts.every((host) => certificate.checkIP(host) !== undefined);
}

async function makeAuthority(now: EpochMs): Promise<Certificate> {
  const make = await generator();
  const { cert, private: key } = await make([{ name: 'commonName', value: 'Pling on this shop’s machine' }], {
    ...common(now, AUTHORITY_DAYS),
    extensions: [
      { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return { cert, key };
}

async function makeCertificate(
  authority: Certificate,
  hosts: readonly string[],
  now: EpochMs,
): Promise<Certificate> {
  const make = await generator();
  const { cert, private: key } = await make([{ name: 'commonName', value: 'Pling' }], {
    ...common(now, CERTIFICATE_DAYS),
    ca: authority,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: 'localhost' }, ...hosts.map((ip) => ({ type: 7 as const, ip }))],
      },
    ],
  });
  return { cert, key };
}

/** Loaded only where a certificate is made: a shop without one has no use for its memory. */
async function generator(): Promise<typeof generate> {
  return (await import('selfsigned')).generate;
}

/** A day of grace before now: a tablet's clock may be behind. */
function common(now: EpochMs, days: number) {
  return {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + (days - 1) * DAY_MS),
  } as const;
}

function readPem(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartProblem(`${variable}: the file ${path} cannot be read.`, { cause });
  }
}
