/** Does something; where it fails, the page says so under the title. Never rejects. */
export type Attempt = (title: string, action: () => Promise<unknown>) => Promise<void>
