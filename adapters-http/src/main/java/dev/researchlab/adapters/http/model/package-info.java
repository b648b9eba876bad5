/** Models over HTTP. */
@NullMarked
package dev.researchlab.adapters.http.model;

import org.jspecify.annotations.NullMarked;
