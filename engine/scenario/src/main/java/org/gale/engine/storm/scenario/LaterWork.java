package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.figure.Latency;

/**
 * Work that follows the handler of an interrupt on its vCPU, with interrupts on.
 *
 * @param kind of the work
 * @param wake time from the end of the handler to the begin of a thread; none of a softirq
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
        NONE(null),
        /** A softirq, before which the interrupt has ended. */
        SOFTIRQ(Latency.SOFTIRQ),
        /** A thread, for which the line of the interrupt is masked until it ends. */
        THREAD(Latency.THREAD);

        private final Latency stage;

        Kind(final Latency stage)
        {
            this.stage = stage;
        }

        /** {@return the stage from the end of the handler to that of the work; null of none} */
        public Latency stage()
        {
            return stage;
        }
    }

    /** Returns the stages that work of some groups of VMs adds to those of interrupts. */
    public static List<Latency> stages(final List<VmShape> groups)
    {
        return Stream.of(Latency.SOFTIRQ, Latency.THREAD).filter(stage ->
            groups.stream().anyMatch(group -> group.guest().later().kind().stage == stage)).toList();
    }

    /** Returns whether handlers of some groups of VMs leave work. */
    public static boolean isAny(final List<VmShape> groups)
    {
        return !stages(groups).isEmpty();
    }

    /** Returns whether a handler leaves work for later. */
    public boolean isAny()
    {
        return kind != Kind.NONE;
    }
}
