import type { ServiceConfig } from '../config/index.ts';
import type { Access } from '../access/access.ts';
import type { SecretBox } from '../access/secrets/index.ts';
import type { JobQueue } from '../jobs/index.ts';
import type { Logger } from '../operations/log.ts';
import type { PipelineContext } from '../pipeline/index.ts';
import type { EventHub } from './events/hub.ts';

/** Everything a request works with. The store, the analyzers and the clock are those of the pipeline. */
export interface ServiceContext extends PipelineContext {
  queue: JobQueue;
  config: ServiceConfig;
  secrets: SecretBox;
  /** Passwords and limits of who asks. */
  access: Access;
  log: Logger;
  events: EventHub;
}
