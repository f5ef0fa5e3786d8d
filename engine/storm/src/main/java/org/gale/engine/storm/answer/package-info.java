/**
 * Answers to questions about a host: many short runs on the virtual clock, compared by seed, with intervals.
 */
package org.gale.engine.storm.answer;
