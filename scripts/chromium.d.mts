/** Types of chromium.mjs. */
export function findChromium(env?: NodeJS.ProcessEnv): string | undefined;
export function chromiumLaunch(more?: string[]): { args: string[]; executablePath?: string };
