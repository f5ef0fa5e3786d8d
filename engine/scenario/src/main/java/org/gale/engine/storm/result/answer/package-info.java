/** Answers: the figures of choices, their estimates and intervals, and how steady the runs were. Immutable. */
package org.gale.engine.storm.result.answer;
