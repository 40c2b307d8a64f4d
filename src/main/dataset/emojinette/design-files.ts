/// <reference types="vite/types/importMeta.d.ts" />

/**
 * The drawings as SVG text, by their path below resources/emojinette. They are part of the built program, so that
 * they are found in development, in tests and in a packaged app alike. Import this file lazily: it is large.
 */
export const designFiles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(
    import.meta.glob<string>('../../../../resources/emojinette/*/*.svg', {
      query: '?raw',
      import: 'default',
      eager: true,
    }),
  ).map(([path, svg]) => [path.split('/').slice(-2).join('/'), svg]),
)
