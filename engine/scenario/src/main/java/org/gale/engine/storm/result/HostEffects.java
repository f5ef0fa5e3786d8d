package org.gale.engine.storm.result;

import java.util.List;
import org.gale.engine.storm.scenario.ThreadCpus;

/**
 * Effects of the host and its JVM on the measured part of a storm.
 *
 * @param stalls  what the host took from the measured part
 * @param moments longest slow moments of each kind and thread, the earliest first
 * @param cpus    processors that threads were to be pinned to
 * @param notes   messages about threads that could not be pinned, and about events that were not sampled
 */
public record HostEffects(Stalls stalls, List<Moment> moments, ThreadCpus cpus, List<String> notes)
{
    /** Returns the effects on one of several engines, whose number its threads have. */
    HostEffects ofEngine(final int number)
    {
        return new HostEffects(stalls, moments.stream().map(moment -> new Moment(
            moment.label(), moment.thread() + ' ' + number, moment.startNs(), moment.ns())).toList(), cpus, notes);
    }

    /**
     * Slow moment of a thread.
     *
     * @param label   kind in words
     * @param thread  engine, generator or JVM
     * @param startNs time since the first offer
     * @param ns      length
     */
    public record Moment(String label, String thread, long startNs, long ns)
    {
    }
}
