package org.gale.engine.gicv5;

import java.util.List;
import java.util.function.LongSupplier;
import org.gale.engine.gicv5.cpuif.GicInstructions;
import org.gale.engine.gicv5.cpuif.LateAcknowledges;
import org.gale.engine.gicv5.cpuif.Links;
import org.gale.engine.gicv5.cpuif.WaitingInstructions;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.SoftwareErrors;
import org.gale.engine.machine.DelayedOperations;
import org.gale.engine.machine.IgnoredOperation;
import org.gale.engine.machine.OperationDelays;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.StateStream;

/**
 * Effects that come some commands after their cause: operations of register frames ({@code ops.delay}) and, with
 * {@code ops.order=1}, GIC instructions and translated events. Owned by the machine's thread.
 */
final class LaterEffects
{
    private final OperationDelays delays;
    private final DelayedOperations operations;
    /** Instructions that wait; null without {@code ops.order=1}. */
    private final WaitingInstructions instructions;
    /** Events that wait; null without {@code ops.order=1}. */
    private final EventPipe events;
    /** Links of the PEs; null if they are fixed. */
    private final Links links;
    /** Acknowledges that wait; null unless operations have delays of their own. */
    private final LateAcknowledges acknowledges;

    /** Makes the effects of a machine at reset, whose next command is numbered by a supplier. */
    LaterEffects(
        final OperationDelays delays,
        final EventSources sources,
        final Irs irs,
        final GicInstructions executor,
        final EventPipe events,
        final Links links,
        final boolean isStrict,
        final LongSupplier command)
    {
        this.delays = delays;
        this.links = links;
        this.acknowledges = executor.acknowledges();
        this.instructions = executor.waiting();
        assert (instructions == null) == (events == null) : "instructions wait, or events, and not both";
        this.operations = sources.delayed(delays, irs);
        final LateFrames frames = new LateFrames(irs, sources, events, isStrict);
        operations.connect(frames::left, frames::leave, frames::ignored, frames::partOf);
        delays.numberedBy(command);
        sources.keptBy(delays);
        for (int number = 0; number < irs.board().irss(); number++)
        {
            irs.frame(number).errors().observedBy(delays, SoftwareErrors::text);
        }
        this.events = events;
    }

    /** Ends a command: what is due takes effect. A block that is stored takes no time where delays are drawn. */
    void endCommand(final int opcode)
    {
        if (opcode == CommandWord.RAM && delays.areOwn())                       // M-ORD-17
        {
            return;
        }
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
        if (acknowledges != null)
        {
            acknowledges.endCommand();
        }
    }

    /** Returns the delays of all operations. */
    OperationDelays delays()
    {
        return delays;
    }

    /** Returns the first operations that were ignored, by name. */
    List<IgnoredOperation> ignored()
    {
        return operations.named();
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
        if (acknowledges != null)
        {
            acknowledges.complete(pe);
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
        if (delays.areOwn())
        {
            own(stream);
        }
    }

    /** Passes the ordinals of operations, and the acknowledges that wait. */
    private void own(final StateStream stream)
    {
        delays.state(stream);
        if (acknowledges != null)
        {
            acknowledges.state(stream);
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
        if (delays.areOwn())
        {
            own(stream);
        }
    }
}
