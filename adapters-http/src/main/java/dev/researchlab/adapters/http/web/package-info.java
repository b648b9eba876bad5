/** What all handlers share: requests, replies, strict JSON, problems, pages and routes. */
@NullMarked
package dev.researchlab.adapters.http.web;

import org.jspecify.annotations.NullMarked;
