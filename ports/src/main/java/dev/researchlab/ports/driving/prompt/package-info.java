/** The conversation about prompts. */
@NullMarked
package dev.researchlab.ports.driving.prompt;

import org.jspecify.annotations.NullMarked;
