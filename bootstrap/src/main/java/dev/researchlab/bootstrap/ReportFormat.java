package dev.researchlab.bootstrap;

/** How a report is written. */
enum ReportFormat {
  TABLE,
  JSON
}
