package org.gale.engine.storm.virtual;

import java.util.List;

/** States of a PE. It is in one of them at a time. */
final class PeState
{
    /** The guest does other work. */
    static final int GUEST = 0;
    /** The guest handles an interrupt. */
    static final int HANDLER = 1;
    /** The host loads, puts, enters or leaves a guest. */
    static final int HOST = 2;
    /** The host polls for the vCPU that it ran last. */
    static final int POLLING = 3;
    /** Nothing is to be done. */
    static final int IDLE = 4;
    /** The guest waits for an interrupt, and stays resident. */
    static final int WFI = 5;
    /** The host takes interrupts for which a guest has left. */
    static final int STOLEN = 6;

    /** The guest runs a softirq that a handler has raised. */
    static final int SOFTIRQ = 7;
    /** The guest runs a thread that a handler has woken. */
    static final int THREAD = 8;

    /** Names of the states, by number: those from {@link #SOFTIRQ} on are of jobs with such work. */
    static final List<String> NAMES =
        List.of("guest", "handler", "host", "polling", "idle", "wfi", "stolen", "softirq",
        "thread");

    private PeState()
    {
    }

    /** Returns whether a PE runs a handler, work that one has left, or the host, which does not poll. */
    static boolean isBusy(final int state)
    {
        return isHandling(state) || state == HOST || state == STOLEN;
    }

    /** Returns whether a PE runs a handler, or work that one has left. */
    static boolean isHandling(final int state)
    {
        return state == HANDLER || state >= SOFTIRQ;
    }
}
