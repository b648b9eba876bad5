/** Where projects are kept. */
@NullMarked
package dev.researchlab.ports.driven.project;

import org.jspecify.annotations.NullMarked;
