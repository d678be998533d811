import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readHeadings } from '../../src/accounts/sheet/columns.ts';
import { readSheet } from '../../src/accounts/sheet/table.ts';
import { workbook, workbookParts, zipOf } from './workbook.ts';

const refused = (message: RegExp) => ({ errorName: 'INVALID_PARAMETER', message });
const cells = async (bytes: Uint8Array) => (await readSheet(bytes)).map((row) => row.cells);
const utf16 = (text: string, order: 'le' | 'be') => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

describe('sheets as CSV', () => {
  const expected = [
    ['username', 'notes'],
    ['maria', 'Línea, "uno"\r\ny; dos'],
    ['pedro', ''],
  ];
  for (const [what, separator] of [
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ]) {
    const text = expected
      .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator))
      .join('\r\n');
    it(`with ${what}, in UTF-8 with and without a byte order mark, and in UTF-16`, async () => {
      assert.deepEqual(await cells(Buffer.from(text)), expected);
      assert.deepEqual(await cells(Buffer.from(`\ufeff${text}`)), expected);
      assert.deepEqual(await cells(utf16(text, 'le')), expected);
      assert.deepEqual(await cells(utf16(text, 'be')), expected);
    });
  }

  it('the separator is the one that shows headings, not the one that is there more often', async () => {
    const text = 'Nombre de usuario;Notas (a, b, c, d)\nmaria;x';
    assert.deepEqual(await cells(Buffer.from(text)), [
      ['Nombre de usuario', 'Notas (a, b, c, d)'],
      ['maria', 'x'],
    ]);
  });

  it("Excel's hint about the separator is no row, but counts as a line", async () => {
    const rows = await readSheet(Buffer.from('sep=;\r\nusername;notes\r\nmaria;a,b\r\n'));
    assert.deepEqual(
      rows.map(({ number, cells: row }) => [number, row]),
      [
        [2, ['username', 'notes']],
        [3, ['maria', 'a,b']],
      ],
    );
  });

  it('lines may end as they like', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const rows = await cells(Buffer.from(['username,notes', 'maria,x', 'pedro,y'].join(end)));
      assert.deepEqual(rows.slice(1), [
        ['maria', 'x'],
        ['pedro', 'y'],
      ]);
    }
  });

  const wrong: readonly [what: string, bytes: Uint8Array, message: RegExp][] = [
    ['Latin-1', Buffer.from('username,notes\nmaria,año', 'latin1'), /not UTF-8 text.*save it as "CSV UTF-8/],
    ['UTF-16 without a byte order mark', Buffer.from('username', 'utf16le'), /without a byte order mark/],
    ['half a character of UTF-16', utf16('username\n\ud83d', 'le'), /not UTF-16LE text/],
    [
      'a quotation mark that stays open',
      Buffer.from('username,notes\nmaria,"s3cret\nx,y\n'),
      /not closed.*\(line \d\)/,
    ],
    ['a quotation mark inside a cell', Buffer.from('username,notes\nmaria,s3cret"x"\n'), /inside a cell \(line 2\)/],
    ['text after a quoted cell', Buffer.from('username,notes\nmaria,"a"s3cret\n'), /inside a cell \(line 2\)/],
    ['too many columns', Buffer.from('a,'.repeat(500)), /more than 200 columns/],
    ['too many rows', Buffer.from(`username\n${'maria\n'.repeat(10_001)}`), /more than 10,000 rows/],
    ['millions of lines', Buffer.alloc(5 * 1024 * 1024, '\n'), /more than 10,000 rows/],
    ['one endless cell', Buffer.alloc(5 * 1024 * 1024, 'x'), /row of more than 100000 characters/],
    ['too many bytes', Buffer.alloc(5 * 1024 * 1024 + 1, 'x'), /larger than 5 MiB/],
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /old \.xls kind/],
  ];
  for (const [what, bytes, message] of wrong) {
    it(`refused: ${what}`, async () => {
      await assert.rejects(readSheet(bytes), (error: Error) => {
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /s3cret/);
        return true;
      });
    });
  }
});

describe('sheets as XLSX', () => {
  it('texts, numbers and yes-or-no come as text, empty rows not at all', async () => {
    const rows = await readSheet(
      workbook([['username', 'status', 'enabled'], [], ['maria & <co>', 0, true], [null, 12]]),
    );
    assert.deepEqual(
      rows.map(({ number, cells: row }) => [number, row]),
      [
        [1, ['username', 'status', 'enabled']],
        [3, ['maria & <co>', '0', 'true']],
        [4, ['', '12']],
      ],
    );
  });

  it('inline and rich text, formulas and their values', async () => {
    const xml =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>user</t></is></c><c r="B1" t="inlineStr"><is><r><t>no</t></r><r><t>tes</t></r></is></c></row>' +
      '<row r="2"><c r="A2" t="str"><f>LOWER("X")</f><v>x</v></c><c r="B2"><v>3.5</v></c></row>';
    const [first, second] = await cells(zipOf(workbookParts(xml)));
    assert.deepEqual(first, ['user', 'notes']);
    assert.equal(second?.[0], 'x');
    assert.match(JSON.stringify(second?.[1]), /number that the sheet rounds/);
  });

  it('a number that Excel has rounded is a fault of its cell', async () => {
    const [, row] = await cells(workbook([['serial'], [1234567890123456]]));
    assert.match(JSON.stringify(row), /format \\"Text\\"/);
  });

  const xml = (bytes: number) => Buffer.alloc(bytes, '<row></row>');
  const sheet = 'xl/worksheets/sheet1.xml';
  const bomb = (size: number, saysBytes?: number) => {
    const parts = workbookParts('').filter(({ name }) => name !== sheet);
    return zipOf([...parts, { name: sheet, data: xml(size), ...(saysBytes === undefined ? {} : { saysBytes }) }]);
  };
  const corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
  const entities = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}">${Array.from({ length: 9 }, (_, level) => {
    const name = String.fromCharCode(98 + level);
    return `<!ENTITY ${name} "${`&${String.fromCharCode(97 + level)};`.repeat(10)}">`;
  }).join('')}]>`;
  const wrong: [what: string, bytes: () => Uint8Array, message: RegExp][] = [
    ['50 MB that were packed into 50 kB', () => bomb(50_000_000), /more than 16 MiB when it is unpacked/],
    ['50 MB that are said to be 1 kB', () => bomb(50_000_000, 1000), /damaged/],
    ['50 MB that are said to be nothing', () => bomb(50_000_000, 0), /damaged/],
    [
      'many parts that are large together',
      () => zipOf([...workbookParts(''), ...[1, 2, 3].map((n) => ({ name: `x${n}`, data: xml(7_000_000) }))]),
      /more than 16 MiB/,
    ],
    [
      'too many parts',
      () => zipOf(Array.from({ length: 501 }, (_, n) => ({ name: `${n}`, data: xml(1) }))),
      /more parts/,
    ],
    ['one cell in the last corner of the sheet', () => zipOf(workbookParts(corner)), /more than 200 columns/],
    [
      'too many rows',
      () => workbook([['username'], ...Array.from({ length: 10_001 }, () => ['x'])]),
      /more than 10,000/,
    ],
    ['an archive of something else', () => zipOf([{ name: 'a.txt', data: xml(10) }]), /no \.xlsx workbook/],
    ['half of a workbook', () => workbook([['username']]).subarray(0, 900), /damaged/],
    ['four letters', () => Buffer.from('PK\x03\x04'), /damaged/],
  ];
  for (const name of ['../../evil.xml', '/etc/evil.xml', 'C:\\evil.xml', 'xl/../../evil.xml'])
    wrong.push([
      `a part that would lie outside: ${name}`,
      () => zipOf([...workbookParts(''), { name, data: xml(10) }]),
      /damaged/,
    ]);
  for (const [what, bytes, message] of wrong) {
    it(`refused: ${what}`, async () => {
      await assert.rejects(readSheet(bytes()), refused(message));
    });
  }

  it('a million formatted rows without a word in them are passed over', async () => {
    const blank = Array.from({ length: 200_000 }, (_, row) => `<row r="${row + 2}" s="1"/>`).join('');
    const head = '<row r="1"><c r="A1" t="inlineStr"><is><t>username</t></is></c></row>';
    assert.deepEqual(await cells(zipOf(workbookParts(head + blank))), [['username']]);
  });

  it('entities that would multiply stay what they are', async () => {
    const parts = workbookParts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', ['&j;']);
    const bombed = parts.map(({ name, data }) =>
      name === 'xl/sharedStrings.xml'
        ? { name, data: Buffer.from(Buffer.from(data).toString().replace('<sst', `${entities}<sst`)) }
        : { name, data },
    );
    const read = await readSheet(zipOf(bombed)).catch((error: unknown) => error);
    assert.ok(JSON.stringify(read).length < 1000);
  });
});

describe('headings', () => {
  const fields = (headings: string[]) => readHeadings(headings).known.map(({ field }) => field);

  it('in English and Spanish, in any case and spelling', () => {
    assert.deepEqual(fields(['User Name', 'APP', 'nick-name', 'Device_Serial', 'Active', 'Labels', 'Comments']), [
      'username',
      'platform',
      'display_name',
      'serial',
      'enabled',
      'tags',
      'notes',
    ]);
    assert.deepEqual(
      fields(['Nombre de usuario', 'Red social', 'Apodo', 'Dispositivo', 'Activa', 'Etiquetas', 'Observaciones']),
      ['username', 'platform', 'display_name', 'serial', 'enabled', 'tags', 'notes'],
    );
  });

  it("those of TikMatrix's sheet", () => {
    const { known, ignored, secret } = readHeadings(
      'id email pwd username device device_index logined status nickname country followers following hearts videos friends'.split(
        ' ',
      ),
    );
    assert.deepEqual(
      known.map(({ heading, field, isStatus }) => [heading, field, isStatus]),
      [
        ['username', 'username', false],
        ['device', 'serial', false],
        ['status', 'enabled', true],
        ['nickname', 'display_name', false],
      ],
    );
    assert.deepEqual(secret, [{ heading: 'pwd', index: 2 }]);
    assert.equal(ignored.length, 10);
  });

  it('secrets are known by many names', () => {
    const names =
      'password,Pwd,PASS,Contraseña,contrasena,Clave,email_password,Mail Pass,2FA,2fa_secret,two-factor,TOTP,OTP code,token,cookies,Session ID,PIN,backup codes,recovery key,senha,mot de passe,Passwort,пароль,密码'.split(
        ',',
      );
    const { secret, ignored } = readHeadings(['username', ...names]);
    assert.deepEqual(
      secret.map(({ heading }) => heading),
      names,
    );
    assert.deepEqual(ignored, []);
  });

  it('a first row without headings is refused, and not repeated', () => {
    assert.throws(
      () => readHeadings(['maria', 's3cret']),
      (error: Error) => {
        assert.match(error.message, /no column "username" in its first row/);
        assert.doesNotMatch(error.message, /s3cret|maria/);
        return true;
      },
    );
  });

  it('two columns that mean the same are refused', () => {
    assert.throws(
      () => readHeadings(['username', 'device', 'Serial']),
      refused(/"device" and "Serial".*both mean serial/),
    );
  });
});
