package org.gale.engine.storm.virtual;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gale.engine.storm.flow.DueEvents;

/**
 * Seams of a run in virtual time, at which tests break what lies below or beside the machine and see it found.
 *
 * @param sources wraps the sources of events
 * @param port    wraps the commands of guests and host
 * @param books   takes the books of the interrupts that wait
 */
record RunSeams(UnaryOperator<DueEvents> sources, UnaryOperator<GuestPort> port, Consumer<PendingLpis> books)
{
    /** Seams of a run in which nothing is wrapped. */
    static final RunSeams NONE = new RunSeams(UnaryOperator.identity(), UnaryOperator.identity(), books -> { });
}
