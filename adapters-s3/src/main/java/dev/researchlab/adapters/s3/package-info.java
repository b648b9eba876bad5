/** Stores on S3. */
@NullMarked
package dev.researchlab.adapters.s3;

import org.jspecify.annotations.NullMarked;
