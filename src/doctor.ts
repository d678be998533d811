/** Looks at everything Postwright needs and says, line by line, how it is. It changes nothing. */
import type { Config } from './config.ts';
import type { Finding } from './doctor/finding.ts';
import { checkDataDir, checkPostgres } from './doctor/machine.ts';
import { checkPhones } from './doctor/phones.ts';
import { instagram } from './scripts/post/instagram.ts';
import { tiktok } from './scripts/post/tiktok.ts';

export type { Finding } from './doctor/finding.ts';

/** Yields each finding as soon as it is made; never throws for what it finds. */
export async function* diagnose(config: Config): AsyncIterable<Finding> {
  yield await checkDataDir(config);
  yield await checkPostgres(config);
  yield* checkPhones(config, {
    apps: [tiktok, instagram],
    server: { packageName: 'io.appium.uiautomator2.server', version: '10.6.6' },
  });
}
