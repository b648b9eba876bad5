/** Models that exist only in this process, with an accuracy and a latency of choice. */
@NullMarked
package dev.researchlab.adapters.llm.simulated;

import org.jspecify.annotations.NullMarked;
