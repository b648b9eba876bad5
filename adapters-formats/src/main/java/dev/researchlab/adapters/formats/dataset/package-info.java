/** Datasets read from JSONL and CSV files, record by record, every problem with its line. */
@NullMarked
package dev.researchlab.adapters.formats.dataset;

import org.jspecify.annotations.NullMarked;
