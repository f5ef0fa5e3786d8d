package org.gale.engine.gicv5;

import org.gale.engine.gicv5.cpuif.Links;
import org.gale.engine.gicv5.cpuif.WaitingInstructions;
import org.gale.engine.machine.DelayedOperations;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.tables.memory.StateStream;

/**
 * Effects that come some commands after their cause: operations of register frames ({@code ops.delay}) and, with
 * {@code ops.order=1}, GIC instructions and translated events. Owned by the machine's thread.
 */
final class LaterEffects
{
    private final DelayedOperations operations;
    /** Instructions that wait; null without {@code ops.order=1}. */
    private final WaitingInstructions instructions;
    /** Events that wait; null without {@code ops.order=1}. */
    private final EventPipe events;
    /** Links of the PEs; null if they are fixed. */
    private final Links links;

    LaterEffects(
        final DelayedOperations operations,
        final WaitingInstructions instructions,
        final EventPipe events,
        final Links links)
    {
        this.links = links;
        assert (instructions == null) == (events == null) : "instructions wait, or events, and not both";
        this.operations = operations;
        this.instructions = instructions;
        this.events = events;
    }

    /** Ends a command: what is due takes effect. */
    void endCommand()
    {
        operations.endCommand();
        if (links != null)
        {
            links.endCommand();
        }
        if (events != null)
        {
            instructions.endCommand();
            events.endCommand();
        }
    }

    /** Says that a host begins an access to a register frame or RAM. */
    void beginAccess()
    {
        operations.ofHost(true);
    }

    /** Says that the access of a host has ended. */
    void endAccess()
    {
        operations.ofHost(false);
    }

    /** Says that a host begins an instruction, or an access to a register, on a PE: what waits there takes effect. */
    void beginOnPe(final int pe)
    {
        if (links != null)
        {
            links.beginHost(pe);
        }
        if (instructions != null)
        {
            instructions.beginHost(pe);
        }
    }

    /**
     * Returns whether a PE is linked when a host begins there, which waits for a change of the link first.
     *
     * @param isLinked whether it is now
     */
    boolean isLinkedForHost(final int pe, final boolean isLinked)               // M-LINKOP
    {
        return links == null ? isLinked : links.isAsked(pe);
    }

    /** Says that what a host did on a PE has ended. */
    void endOnPe()
    {
        if (links != null)
        {
            links.endHost();
        }
        if (instructions != null)
        {
            instructions.endHost();
        }
    }

    /** Returns the number of operations that were ignored because another one waited. */
    long ignoredOperations()
    {
        return operations.ignored() + (links == null ? 0 : links.ignored());
    }

    /** {@return the events that wait, or null without {@code ops.order=1}} */
    UnsyncedEvents unsyncedEvents()
    {
        return events;
    }

    /** Passes what waits through the stream of a digest; nothing if nothing does. */
    void digested(final StateStream stream)
    {
        if (operations.isWaiting())
        {
            operations.state(stream);
        }
        if (events != null && !(instructions.isEmpty() && events.isEmpty()))
        {
            instructions.state(stream);
            events.state(stream);
        }
    }

    /** Passes what waits, and the counts, through a stream. */
    void saved(final StateStream stream)
    {
        operations.state(stream);
        operations.counts(stream);
        if (events != null)
        {
            instructions.state(stream);
            events.state(stream);
            events.counts(stream);
        }
    }
}
