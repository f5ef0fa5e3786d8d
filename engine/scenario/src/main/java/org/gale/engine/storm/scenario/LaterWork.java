package org.gale.engine.storm.scenario;

/**
 * Work that follows the handler of an interrupt on its vCPU, with interrupts on.
 *
 * @param kind of the work
 * @param wake time from the end of the handler to the begin of a thread; none of a softirq
 * @param work time of the work of one interrupt
 */
public record LaterWork(LaterKind kind, Distribution wake, Distribution work)
{
    /** No work: a handler does all. */
    public static final LaterWork NONE = new LaterWork(LaterKind.NONE, Distribution.ZERO, Distribution.ZERO);

    /** Returns whether a handler leaves work for later. */
    public boolean isAny()
    {
        return kind != LaterKind.NONE;
    }
}
