package org.gale.engine.storm.scenario;

import java.util.List;
import org.gale.engine.storm.figure.Latency;

/**
 * Work that follows the handler of an interrupt on its vCPU, with interrupts on.
 *
 * @param kind of the work
 * @param wake time from the end of the handler to the begin of a thread
 * @param work time of the work of one interrupt
 */
public record LaterWork(Kind kind, Distribution wake, Distribution work)
{
    /** No work: a handler does all. */
    public static final LaterWork NONE = new LaterWork(Kind.NONE, Distribution.ZERO, Distribution.ZERO);

    /** Kinds of the work after a handler. */
    public enum Kind
    {
        /** None. */
        NONE,
        /** A thread, for which the line of the interrupt is masked until it ends. */
        THREAD
    }

    /** Returns the stages that work of some groups of VMs adds to those of interrupts. */
    public static List<Latency> stages(final List<VmShape> groups)
    {
        return groups.stream().anyMatch(group -> group.guest().later().isAny()) ? List.of(Latency.THREAD) : List.of();
    }

    /** Returns whether a handler leaves work for later. */
    public boolean isAny()
    {
        return kind != Kind.NONE;
    }
}
