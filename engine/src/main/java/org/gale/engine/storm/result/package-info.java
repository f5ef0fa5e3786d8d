/**
 * Result of a storm: what came out, as a tree of records. A run makes it, and reports read it. Everything is immutable.
 */
package org.gale.engine.storm.result;
