/** The names of all timed jobs. Their queues are made with the schema; rooms say what they do. */
export const jobNames = ['housekeeping.sweep', 'ledger.partitions', 'debriefs.lapse'] as const;
