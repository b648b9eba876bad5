/** Contract of the store of prompts, and fixtures of prompts. */
@NullMarked
package dev.researchlab.ports.testkit.prompt;

import org.jspecify.annotations.NullMarked;
