import { Type } from 'typebox';

/** `script_config` of a custom script, as far as it can be described without the script. */
export type CustomConfig = Readonly<Record<string, unknown>>;
export const CustomConfig = Type.Unsafe<CustomConfig>(
  Type.Object(
    {},
    {
      title: 'CustomConfig',
      description:
        'The parameters of a custom script, checked by the JSON Schema that its script.yaml declares; GET /api/v1/script shows it.',
    },
  ),
);
