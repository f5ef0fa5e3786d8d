package org.gale.engine.storm.model;

/**
 * Choice of what is offered of a trace. Immutable.
 *
 * @param names      form of the names of vectors of kind msi, with {@code *} and {@code ?}
 * @param withTimers true for its timers, too, whatever their names
 * @param withIpis   true for its IPIs, too, whatever their names
 */
record TraceChoice(String names, boolean withTimers, boolean withIpis)
{
}
