import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { errorsPage } from '../../src/contract/errors-page.ts';
import { openApiDocument } from '../../src/contract/openapi.ts';
import { PostConfig } from '../../src/contract/post-config.ts';
import { errorsOf, type RouteSpec } from '../../src/contract/route-spec.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { TaskListQuery } from '../../src/contract/task-list.ts';
import { ERRORS, type ErrorEntry } from '../../src/errors.ts';

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly required: boolean; readonly content: object };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: object }>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<
      Record<string, { readonly properties?: object; readonly oneOf?: readonly { readonly const: number }[] }>
    >;
  };
}

// What is served is text: what JSON cannot say is not in the document.
const text = JSON.stringify(openApiDocument());
const document = JSON.parse(text) as Document;
const specs: readonly (readonly [string, RouteSpec])[] = Object.entries(ROUTES);
const entries: readonly (readonly [string, ErrorEntry])[] = Object.entries(ERRORS);
const apiCodes = entries.flatMap(([, entry]) => (entry.kind === 'api' ? [entry.code] : [])).toSorted();

const operationOf = (spec: RouteSpec) => document.paths[spec.path]?.[spec.method.toLowerCase()];

describe('the OpenAPI document', () => {
  it('is 3.1 and has every route once, by its name', () => {
    assert.match(document.openapi, /^3\.1\./);
    const documented = Object.values(document.paths).flatMap((path) => Object.values(path));
    assert.deepEqual(
      documented.map((operation) => operation.operationId).toSorted(),
      specs.map(([name]) => name).toSorted(),
    );
    for (const [name, spec] of specs) assert.equal(operationOf(spec)?.operationId, name);
  });

  it('has every parameter and body', () => {
    for (const [name, spec] of specs) {
      const operation = operationOf(spec);
      const wanted = [
        ...Object.keys(spec.params?.properties ?? {}).map((parameter) => `path ${parameter}`),
        ...Object.keys(spec.query?.properties ?? {}).map((parameter) => `query ${parameter}`),
        ...Object.keys(spec.headers?.properties ?? {}).map((parameter) => `header ${parameter}`),
      ];
      assert.deepEqual(
        operation?.parameters.map((parameter) => `${parameter.in} ${parameter.name}`),
        wanted,
        name,
      );
      const required = new Set(Object.keys(spec.params?.properties ?? {}));
      for (const part of [spec.query, spec.headers])
        for (const parameter of (part as { readonly required?: string[] } | undefined)?.required ?? [])
          required.add(parameter);
      for (const parameter of operation?.parameters ?? [])
        assert.equal(parameter.required, required.has(parameter.name), name);
      const inBraces = [...spec.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      assert.deepEqual(Object.keys(spec.params?.properties ?? {}), inBraces, name);
      assert.equal(operation?.requestBody !== undefined, (spec.body ?? spec.form ?? spec.upload) !== undefined, name);
    }
  });

  it('says which codes each route may answer with', () => {
    for (const [name, spec] of specs) {
      for (const error of errorsOf(spec)) {
        const response = operationOf(spec)?.responses[ERRORS[error].status];
        assert.ok(JSON.stringify(response?.content).includes(String(ERRORS[error].code)), `${name} ${error}`);
        assert.ok(response?.description.includes(`${ERRORS[error].code}: ${ERRORS[error].sentence}`));
      }
    }
  });

  it('has the same error codes as the table', () => {
    const documented = document.components.schemas.ErrorCode?.oneOf?.map((choice) => choice.const) ?? [];
    assert.deepEqual(documented.toSorted(), apiCodes);
  });

  it('points only to what is there', () => {
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference);
    assert.ok(references.length > 50);
    for (const reference of references) {
      const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? [];
      assert.ok(name in document.components.schemas, reference);
    }
  });

  it('has every key of script_config and every filter of the list, with defaults', () => {
    const config = document.components.schemas.PostConfig?.properties ?? {};
    assert.deepEqual(Object.keys(config), Object.keys(PostConfig.properties));
    assert.equal(Object.values(config).filter((property) => 'default' in (property as object)).length, 19);
    const filters = document.paths['/api/v1/task']?.get?.parameters.map((parameter) => parameter.name);
    assert.deepEqual(filters, Object.keys(TaskListQuery.properties));
  });
});

describe('the errors page', () => {
  const rows = errorsPage()
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));

  it('has one row for every entry of the table', () => {
    for (const [name, entry] of entries) {
      const own = rows.filter((row) => row.includes(`\`${name}\``));
      assert.equal(own.length, 1, name);
      assert.ok(own[0]?.includes(entry.sentence) && own[0].includes(entry.remedy), name);
    }
    assert.equal(rows.length, entries.length + 3);
  });

  it('has the same codes as the table, in their order', () => {
    const codes = rows.flatMap((row) => /^\| (\d{5}) \|/.exec(row)?.[1] ?? []).map(Number);
    assert.deepEqual(codes, apiCodes);
  });
});

describe('the error table', () => {
  it('gives every code once, and statuses that begin like them', () => {
    assert.equal(new Set(apiCodes).size, apiCodes.length);
    for (const [name, entry] of entries) {
      if (entry.kind === 'api') assert.equal(Math.floor(entry.code / 100), entry.status, name);
    }
  });
});
