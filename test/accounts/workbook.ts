import { crc32, deflateRawSync } from 'node:zlib';

interface Part {
  readonly name: string;
  readonly data: Uint8Array;
  /** What the archive says of its size, where that is a lie. */
  readonly saysBytes?: number;
}

/** A ZIP archive, byte for byte (APPNOTE 4.3), so that it can also say what is not so. */
export function zipOf(parts: readonly Part[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, data, saysBytes = data.length } of parts) {
    const packed = deflateRawSync(data, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(saysBytes, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, entry, Buffer.from(name)]));
    local.push(head);
    offset += head.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

/** The parts of a workbook of one sheet as Excel writes it (ECMA-376, part 1), around the rows that are given as XML. */
export function workbookParts(sheetData: string, sharedStrings: readonly string[] = []): Part[] {
  const part = (name: string, xml: string): Part => ({ name, data: Buffer.from(`${DECLARATION}${xml}`) });
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (inner: string) => `<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`;
  const types = [
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    '<Default Extension="xml" ContentType="application/xml"/>',
  ].join('');
  const strings = sharedStrings.map((text) => `<si><t xml:space="preserve">${text}</t></si>`).join('');
  return [
    part('[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types">${types}</Types>`),
    part('_rels/.rels', relations(relation(1, 'officeDocument', 'xl/workbook.xml'))),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="accounts" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      relations(relation(1, 'worksheet', 'worksheets/sheet1.xml') + relation(2, 'sharedStrings', 'sharedStrings.xml')),
    ),
    part('xl/worksheets/sheet1.xml', `<worksheet xmlns="${MAIN}"><sheetData>${sheetData}</sheetData></worksheet>`),
    part('xl/sharedStrings.xml', `<sst xmlns="${MAIN}">${strings}</sst>`),
  ];
}

/** A workbook with these rows: texts as shared strings, numbers and booleans as themselves. */
export function workbook(rows: readonly (readonly (string | number | boolean | null)[])[]): Buffer {
  const strings: string[] = [];
  const cellOf = (value: string | number | boolean | null, row: number, column: number): string => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
    if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
    const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<c r="${at}" t="s"><v>${strings.push(escaped) - 1}</v></c>`;
  };
  const xml = rows.map((cells, row) => {
    return `<row r="${row + 1}">${cells.map((value, column) => cellOf(value, row, column)).join('')}</row>`;
  });
  return zipOf(workbookParts(xml.join(''), strings));
}
