/** What this room records: that a report was made, for which days and in which form; never its numbers. */
export const reportEvents = ['report.made'] as const;
