import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlainPhone } from './support/test-machine.ts';

const NOT_FOUND = (name: string): string => `/system/bin/sh: ${name}: inaccessible or not found\n`;

test('words are read as mksh reads them', async (t) => {
  const lines: [string, string][] = [
    [`echo 'a  b'   c`, 'a  b c\n'],
    [`echo "a  b" 'it'\\''s'`, "a  b it's\n"],
    [`echo "\\$HOME \\"q\\" \\n"`, '$HOME "q" \n\n'],
    [`echo -E "\\d" '\\n'`, '\\d \\n\n'],
    [`echo a\\ b \\$HOME`, 'a b $HOME\n'],
    [`x='two words'; echo $x "$x" \${x#two }`, 'two words two words words\n'],
    ['echo [$EMPTY] "[$1]" $100', '[] [] 00\n'],
    [`echo \${NOTHING:-some thing} \${HOME:+set}`, 'some thing set\n'],
    ["echo $'tab\\there \\u00e9 \\x41'", 'tab\there é A\n'],
    ['echo one # two', 'one\n'],
    ['echo a#b', 'a#b\n'],
    ['echo $((2 + 3 * (4 - 1)))', '11\n'],
    ['echo a;echo b && echo c || echo d', 'a\nb\nc\n'],
    ['false && echo no || echo yes', 'yes\n'],
    ['! false && echo turned', 'turned\n'],
    ['echo a b c | wc -w', '3\n'],
    ['(echo in; exit 3); echo $?', 'in\n3\n'],
    ['{ echo one; echo two; } | tail -1', 'two\n'],
    ['if [ -d /sdcard ]; then echo there; else echo gone; fi', 'there\n'],
    ['for f in a "b c"; do echo "<$f>"; done', '<a>\n<b c>\n'],
    ['echo $(echo $(echo deep))', 'deep\n'],
    ['echo `echo \\`echo old\\``', 'old\n'],
    ['echo "a$(printf "x\\n\\n")b"', 'axb\n'],
    ["printf '%s-%03d\\n' a 7 b 12", 'a-007\nb-012\n'],
    ['echo é 🎬', 'é 🎬\n'],
    ['cd /sdcard/Movies; pwd', '/sdcard/Movies\n'],
  ];
  for (const [line, expected] of lines) {
    await t.test(line, async () => {
      const { out, err } = await createPlainPhone().sh(line);
      assert.deepEqual({ out, err }, { out: expected, err: '' });
    });
  }
});

test('redirects go to files, to each other and to nowhere', async () => {
  const { sh } = createPlainPhone();
  await sh('echo one > /data/local/tmp/f; echo two >> /data/local/tmp/f');
  assert.equal((await sh('cat < /data/local/tmp/f')).out, 'one\ntwo\n');
  assert.deepEqual(await sh('cat /nope 2>/dev/null; echo $?'), { code: 0, out: '1\n', err: '' });
  assert.equal((await sh('cat /nope 2>&1')).out, 'cat: /nope: No such file or directory\n');
  assert.deepEqual(await sh('echo x > /system/x'), {
    code: 1,
    out: '',
    err: "/system/bin/sh: can't create /system/x: Read-only file system\n",
  });
});

test('an unclosed quote is refused before anything runs', async () => {
  const { sh, intrusions } = createPlainPhone();
  assert.deepEqual(await sh("echo 'it's fine'"), { code: 1, out: '', err: '/system/bin/sh: no closing quote\n' });
  assert.deepEqual(await sh('echo a )'), { code: 1, out: '', err: "/system/bin/sh: syntax error: unexpected ')'\n" });
  assert.deepEqual(intrusions(), []);
});

test('an unknown command ends with 127 and is an intrusion', async () => {
  const { sh, intrusions } = createPlainPhone();
  assert.deepEqual(await sh('frobnicate now'), { code: 127, out: '', err: NOT_FOUND('frobnicate') });
  assert.deepEqual(intrusions(), ['frobnicate now']);
});

test('a caption without quotes runs what stands in it', async (t) => {
  const captions: [string, string[]][] = [
    ['New! $(id) video', ['$(id)']],
    ['New! `reboot` video', ['$(reboot)']],
    ['Tom & Jerry', ['Jerry']],
    ['first; second one', ['second one']],
    ['either | or', ['or']],
    ['"still $(whoami) inside"', ['$(whoami)']],
    [
      'nested $(echo $(uname -a))',
      ['$(uname -a)', '$(echo Linux localhost 5.10.136-android13 #1 SMP PREEMPT aarch64 Toybox)'],
    ],
  ];
  for (const [caption, expected] of captions) {
    await t.test(caption, async () => {
      const { sh, intrusions } = createPlainPhone();
      await sh(`am broadcast -a X --es msg ${caption}`);
      assert.deepEqual(intrusions(), expected);
    });
  }
});

test('a caption in single quotes reaches the command whole and runs nothing', async () => {
  const { sh, front, intrusions } = createPlainPhone();
  const caption = 'A "quoted" $(id) `reboot` & more; *\nit\'s {a,b} 100% \\o/ é🎬';
  const quoted = `'${caption.replaceAll("'", "'\\''")}'`;
  assert.equal((await sh(`am start -n a/.B --es android.intent.extra.TEXT ${quoted}`)).code, 0);
  assert.equal(front.intents[0]?.extras.get('android.intent.extra.TEXT'), caption);
  assert.deepEqual(intrusions(), []);
});

test('what publishing programs substitute is no intrusion', async () => {
  const { sh, intrusions } = createPlainPhone();
  assert.equal((await sh('echo "$(getprop ro.build.version.sdk) $(date +%s)"')).code, 0);
  assert.deepEqual(intrusions(), []);
});

test('an unquoted star becomes the files it fits', async () => {
  const { sh } = createPlainPhone();
  await sh('touch /sdcard/Movies/a.mp4 /sdcard/Movies/b.mp4 /sdcard/Movies/c.jpg');
  assert.equal((await sh('ls /sdcard/Movies/*.mp4')).out, '/sdcard/Movies/a.mp4\n/sdcard/Movies/b.mp4\n');
  assert.equal(
    (await sh('echo "/sdcard/Movies/*.mp4" /sdcard/Movies/*.webm')).out,
    '/sdcard/Movies/*.mp4 /sdcard/Movies/*.webm\n',
  );
});

test('a full disk stops what writes to it', async () => {
  const { sh, machine } = createPlainPhone();
  machine.files.setFreeBytes(3);
  assert.deepEqual(await sh('echo much > /sdcard/f; echo $?'), {
    code: 0,
    out: '1\n',
    err: 'echo: write: No space left on device\n',
  });
});

test('a program that is hung up ends', async () => {
  const { sh } = createPlainPhone();
  const hangUp = new AbortController();
  const running = sh('sleep 1000; echo never', { hangUp: hangUp.signal });
  hangUp.abort();
  assert.equal((await running).out, '');
});
