/**
 * Figures of storms: names of all that storms measure, each declared by one row, with its place in the report.
 * Conditions name them, reports and comparisons select from them. Everything is immutable.
 */
package org.gale.engine.storm.figure;
