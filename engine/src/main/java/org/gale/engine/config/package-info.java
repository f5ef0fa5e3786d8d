/** Immutable configurations, validated in one place before anything is made of them. Owned by nobody: shared freely. */
package org.gale.engine.config;
