/**
 * Immutable configurations, each validated in one place before it is used. No thread owns them; they are shared freely.
 */
package org.gale.engine.config;
