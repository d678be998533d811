/** Programs that say what this phone is and what time it has. */
import { type Call, type Command, complain, say } from '../call.ts';

const LONG_DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LONG_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A property that is not set is an empty line, or the default given; all of them when none is named. */
async function getprop(call: Call): Promise<number> {
  const properties = call.machine.properties();
  const [name, fallback = ''] = call.args;
  if (name !== undefined) return await say(call, properties.get(name) ?? fallback);
  const lines = [...properties].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `[${key}]: [${value}]`);
  return await say(call, lines.join('\n'));
}

async function setprop(call: Call): Promise<number> {
  const [name, value] = call.args;
  if (name === undefined || value === undefined)
    return await complain(call, 'setprop: Needs 2 arguments (see "setprop --help")');
  return await complain(call, `Failed to set property '${name}' to '${value}'.\nSee dmesg for error reason.`);
}

/** `+FORMAT` knows the letters that scripts use; the phone's zone is UTC. */
async function date(call: Call): Promise<number> {
  const now = call.machine.time.now();
  const format = call.args.find((arg) => arg.startsWith('+'))?.slice(1) ?? '%a %b %e %H:%M:%S %Z %Y';
  const iso = now.toISOString();
  const values: Readonly<Record<string, string>> = {
    a: LONG_DAYS[now.getUTCDay()] ?? '',
    b: LONG_MONTHS[now.getUTCMonth()] ?? '',
    d: iso.slice(8, 10),
    e: String(now.getUTCDate()).padStart(2),
    F: iso.slice(0, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    m: iso.slice(5, 7),
    N: String(now.getUTCMilliseconds() * 1_000_000).padStart(9, '0'),
    S: iso.slice(17, 19),
    s: String(Math.floor(now.getTime() / 1000)),
    T: iso.slice(11, 19),
    Y: iso.slice(0, 4),
    Z: 'UTC',
    z: '+0000',
    '%': '%',
  };
  return await say(
    call,
    format.replace(/%([a-zA-Z%])/g, (whole, letter: string) => values[letter] ?? whole),
  );
}

async function uptime(call: Call): Promise<number> {
  const now = call.machine.time.now();
  const minutes = Math.floor((now.getTime() - call.machine.bootedAt.getTime()) / 60_000);
  const span = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return await say(call, ` ${now.toISOString().slice(11, 19)} up ${span},  0 users,  load average: 1.02, 0.97, 0.91`);
}

async function id(call: Call): Promise<number> {
  return await say(
    call,
    'uid=2000(shell) gid=2000(shell) groups=2000(shell),1004(input),1007(log),1011(adb),1015(sdcard_rw),1028(sdcard_r),3001(net_bt_admin),3002(net_bt),3003(inet),3006(net_bw_stats),3009(readproc),3011(uhid) context=u:r:shell:s0',
  );
}

async function uname(call: Call): Promise<number> {
  return await say(
    call,
    call.args.includes('-a')
      ? 'Linux localhost 5.10.136-android13 #1 SMP PREEMPT aarch64 Toybox'
      : call.args.includes('-m')
        ? 'aarch64'
        : 'Linux',
  );
}

export const IDENTITY_COMMANDS: Readonly<Record<string, Command>> = {
  date,
  getprop,
  hostname: (call) => say(call, 'localhost'),
  id,
  setprop,
  uname,
  uptime,
  whoami: (call) => say(call, 'shell'),
};
