/** An OpenAI-compatible provider on loopback that answers, limits and fails exactly as told. */
@NullMarked
package dev.researchlab.simulator;

import org.jspecify.annotations.NullMarked;
