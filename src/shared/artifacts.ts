/** Kinds of files that pages may show. Nothing that can hold a script is among them. */
export const artifactMediaTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export type ArtifactMediaType = (typeof artifactMediaTypes)[number]

/** Where both carriers serve artefacts, relative to a page's own folder. */
export const artifactFolder = 'artifacts'
