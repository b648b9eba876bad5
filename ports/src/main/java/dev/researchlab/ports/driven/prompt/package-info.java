/** Where prompts are kept. */
@NullMarked
package dev.researchlab.ports.driven.prompt;

import org.jspecify.annotations.NullMarked;
