import { z } from 'zod'

// The policy of our pages forbids eval; zod would try it, and browsers would report the try as a violation. Imported before
// every schema, which looks at this when it is made.
z.config({ jitless: true })
