import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SETTING_NAMES } from '../../src/config/settings.ts';
import { type ConfigSources, isLoopback, readConfig, secretsOf } from '../../src/config.ts';
import { PostwrightError } from '../../src/errors.ts';

const cwd = mkdtempSync(join(tmpdir(), 'postwright-config-'));
after(() => rmSync(cwd, { recursive: true }));

const KEY = 'a-key-nobody-guesses';

function read(sources: ConfigSources = {}) {
  return readConfig({ env: {}, cwd, platform: 'linux', ...sources });
}

function withFile(yaml: string, sources: ConfigSources = {}) {
  const path = join(cwd, 'other.yaml');
  writeFileSync(path, yaml);
  return read({ ...sources, flags: { ...sources.flags, config: path } });
}

/** The message of the table error that `work` throws. */
function refusal(work: () => unknown, errorName = 'CONFIG_INVALID'): string {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof PostwrightError, String(error));
    assert.equal(error.errorName, errorName);
    return error.message;
  }
  assert.fail('nothing was refused');
}

describe('defaults', () => {
  it('are those of the table, and frozen', () => {
    const config = read();
    assert.deepEqual(
      { ...config },
      {
        port: 50809,
        host: '127.0.0.1',
        dataDir: join(homedir(), '.local', 'share', 'postwright'),
        databaseUrl: null,
        adb: { host: '127.0.0.1', port: 5037 },
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        materialRoots: [homedir(), join(cwd, 'examples')],
        ffmpeg: 'ffmpeg',
        echoSeconds: 10,
        rebootPhones: false,
        duplicateHours: 24,
        reconcileMinutes: 30,
        freeDiskMib: 512,
        overdueMinutes: 240,
        keepDays: 90,
        keepGib: 20,
        logLevel: 'info',
        apiKey: null,
        allowedHosts: [],
        license: null,
        licenseIssuer: null,
      },
    );
    assert.ok(Object.isFrozen(config));
    assert.throws(() => Object.assign(config, { port: 1 }), TypeError);
  });

  it('put the data where the system wants it', () => {
    assert.equal(read({ env: { XDG_DATA_HOME: '/xdg' } }).dataDir, '/xdg/postwright');
    assert.match(read({ platform: 'darwin' }).dataDir, /Library\/Application Support\/Postwright$/);
    assert.match(read({ platform: 'win32', env: { LOCALAPPDATA: '/local' } }).dataDir, /\/local\/Postwright$/);
  });

  it('of a command give way to everything else', () => {
    const defaults = { 'data-dir': '.postwright' };
    assert.equal(read({ defaults }).dataDir, join(cwd, '.postwright'));
    assert.equal(read({ defaults, env: { POSTWRIGHT_DATA_DIR: '/data' } }).dataDir, '/data');
  });
});

describe('order', () => {
  it('is flags, then variables, then the file', () => {
    const yaml = 'port: 1111\nlog-level: warn\ntime-zone: Europe/Madrid\n';
    const env = { POSTWRIGHT_PORT: '2222', POSTWRIGHT_LOG_LEVEL: 'error' };
    const config = withFile(yaml, { env, flags: { port: '3333' } });
    assert.deepEqual([config.port, config.logLevel, config.timeZone], [3333, 'error', 'Europe/Madrid']);
  });

  it('takes a variable that is set to nothing as not set', () => {
    assert.equal(read({ env: { POSTWRIGHT_API_KEY: '', POSTWRIGHT_CONFIG: '' } }).apiKey, null);
  });

  it('reads postwright.yaml of the working directory, or the file that POSTWRIGHT_CONFIG names', () => {
    const path = join(cwd, 'postwright.yaml');
    writeFileSync(path, 'port: 4444\n');
    assert.equal(read().port, 4444);
    writeFileSync(join(cwd, 'elsewhere.yaml'), 'port: 5555\n');
    assert.equal(read({ env: { POSTWRIGHT_CONFIG: 'elsewhere.yaml' } }).port, 5555);
    rmSync(path);
  });

  it('leaves the test suite its own variables', () => {
    assert.equal(read({ env: { POSTWRIGHT_TEST_DATABASE_URL: 'postgres://x' } }).port, 50809);
  });
});

describe('values', () => {
  it('take lists from commas and from YAML, and paths relative to where they were written', () => {
    assert.deepEqual(read({ env: { POSTWRIGHT_MATERIAL_ROOTS: 'media, /srv/videos ,' } }).materialRoots, [
      join(cwd, 'media'),
      '/srv/videos',
    ]);
    assert.deepEqual(withFile('material-roots:\n  - ~/Videos\n  - a,b\n').materialRoots, [
      join(homedir(), 'Videos'),
      join(cwd, 'a,b'),
    ]);
    assert.deepEqual(read({ flags: { 'allowed-hosts': 'Post.example.com,10.0.0.7' } }).allowedHosts, [
      'post.example.com',
      '10.0.0.7',
    ]);
  });

  it('take IPv6 addresses in brackets', () => {
    assert.deepEqual(read({ flags: { adb: '[::1]:5137' } }).adb, { host: '::1', port: 5137 });
    assert.equal(read({ flags: { host: '[::1]' } }).host, '::1');
  });

  for (const [name, value, expected] of [
    ['port', '70000', 'a port from 0 to 65535'],
    ['port', '80a', 'a port from 0 to 65535'],
    ['port', '-1', 'a port from 0 to 65535'],
    ['host', 'http://x', 'a host name or an IP address'],
    ['adb', 'localhost', 'a host and a port'],
    ['adb', 'localhost:0', 'a port from 1 to 65535'],
    ['time-zone', 'Europe/Madird', 'an IANA time zone'],
    ['time-zone', '+02:00', 'an IANA time zone'],
    ['log-level', 'loud', 'one of debug, info, warn, error, silent'],
    ['material-roots', ' , ', 'a list with at least one path'],
    ['data-dir', ' ', 'a path'],
    ['ffmpeg', ' ', 'the name or the path of a program'],
  ] as const) {
    it(`of ${name} are refused when they are ${JSON.stringify(value)}`, () => {
      const message = refusal(() => read({ flags: { [name]: value } }));
      assert.ok(message.startsWith(`${name} (from --${name}): ${JSON.stringify(value)} is not ${expected}`), message);
    });
  }

  it('that are secret are not repeated when they are refused', () => {
    const mysql = refusal(() => read({ env: { POSTWRIGHT_DATABASE_URL: 'mysql://root:hunter2@db/x' } }));
    assert.match(mysql, /^database-url \(from POSTWRIGHT_DATABASE_URL\): what was given is not a URL such as/);
    assert.doesNotMatch(mysql, /hunter2/);
    assert.doesNotMatch(
      refusal(() => read({ flags: { 'api-key': 'short' } })),
      /short/,
    );
  });
});

describe('names', () => {
  it('that do not exist are refused with the nearest that does', () => {
    assert.match(
      refusal(() => read({ env: { POSTWRIGHT_PROT: '1' } })),
      /^POSTWRIGHT_PROT .*Did you mean POSTWRIGHT_PORT\?$/,
    );
    assert.match(
      refusal(() => withFile('timezone: UTC\n')),
      /^timezone \(from .*other\.yaml\).*Did you mean time-zone\?$/,
    );
    assert.match(
      refusal(() => withFile('xyzzy-plugh: 1\n')),
      new RegExp(`The names are ${SETTING_NAMES.join(', ')}\\.$`),
    );
  });
});

describe('the file', () => {
  it('must be there when it is named', () => {
    assert.match(
      refusal(() => read({ flags: { config: 'no.yaml' } })),
      /no\.yaml cannot be read/,
    );
  });

  it('must be YAML, and a mapping of single values and lists', () => {
    assert.match(
      refusal(() => withFile('port: [1\n')),
      /other\.yaml is not YAML: .*line 2/,
    );
    assert.match(
      refusal(() => withFile('- port\n')),
      /is not a list of "setting: value" lines/,
    );
    assert.match(
      refusal(() => withFile('port:\n  number: 1\n')),
      /^port \(from .*\) is neither a value nor a list/,
    );
    assert.match(
      refusal(() => withFile('port: [1, 2]\n')),
      /\["1","2"\] is not a single value/,
    );
  });

  it('may be empty, and a line without a value sets nothing', () => {
    assert.equal(withFile('').port, 50809);
    assert.equal(withFile('port:\n').port, 50809);
  });
});

describe('safety', () => {
  it('wants an API key for listening beyond loopback', () => {
    const message = refusal(() => read({ flags: { host: '0.0.0.0' } }), 'API_KEY_NEEDED');
    assert.match(message, /0\.0\.0\.0/);
    assert.equal(read({ flags: { host: '0.0.0.0', 'api-key': KEY } }).host, '0.0.0.0');
    for (const host of ['127.0.0.1', '127.8.8.8', 'localhost', '::1']) assert.ok(isLoopback(host));
    for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com', 'localhost.example.com'])
      assert.ok(!isLoopback(host), host);
  });

  it('knows its secrets', () => {
    const flags = { 'api-key': KEY, license: 'token', 'database-url': 'postgresql://u:p%40ss@db/x' };
    assert.deepEqual(secretsOf(read({ flags })), [KEY, 'token', 'p%40ss', 'p@ss']);
    assert.deepEqual(secretsOf(read()), []);
  });
});
