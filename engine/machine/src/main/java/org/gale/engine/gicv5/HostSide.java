package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Outputs;
import org.gale.engine.machine.PeSet;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * Host of a machine. It executes HOST commands by the verbs of their family, answers accesses that guests trap to it,
 * and takes the physical interrupts that are signalled. Owned by the machine's thread.
 */
final class HostSide
{
    private static final int FAMILY_LIMIT = 255;

    private final GuestHost[] families;
    private final FrontEnd front;

    /**
     * Creates the host.
     *
     * @param families each with a number of its own
     * @param front    verbs of functions in front of the ITS
     */
    HostSide(final List<GuestHost> families, final FrontEnd front)
    {
        this.front = front;
        this.families = families.toArray(new GuestHost[0]);
    }

    /** Returns the verbs of a family, those of functions among them, or null. */
    HostVerbs verbs(final int number)
    {
        final HostVerbs ofFront = front.family(number);

        return ofFront == null ? family(number) : ofFront;
    }

    /** Returns the verbs of a family of guests, or null. */
    private GuestHost family(final int number)
    {
        for (final GuestHost verbs : families)
        {
            if (verbs.family() == number)
            {
                return verbs;
            }
        }

        return null;
    }

    /** Returns whether a VM of a family of guests has migrated, or does. */
    boolean hasMigrated()
    {
        boolean hasMigrated = false;
        for (final GuestHost verbs : families)
        {
            hasMigrated |= verbs.hasMigrated();
        }

        return hasMigrated;
    }

    /** Returns whether the verbs of a family of guests were used. */
    boolean isUsed()
    {
        boolean isUsed = false;
        for (final GuestHost verbs : families)
        {
            isUsed |= verbs.isUsed();
        }

        return isUsed;
    }

    /**
     * Passes the state of each family whose verbs were used through a stream, behind its number. A machine whose verbs
     * were not used is saved like one without verbs.
     */
    void state(final StateStream stream)
    {
        final GuestHost[] used = Arrays.stream(families).filter(GuestHost::isUsed).toArray(GuestHost[]::new);
        final int total = used.length + (front.isUsed() ? 1 : 0);
        final int count = stream.number("families of host verbs", total, 0, families.length + 1);
        for (int i = 0; i < count; i++)
        {
            final int number = stream.number(
                "family of host verbs", i < used.length ? used[i].family() : i < total ? MsixVerb.FAMILY : 0, 0,
                FAMILY_LIMIT);
            final GuestHost verbs = family(number);
            if (number == MsixVerb.FAMILY)
            {
                front.state(stream);
                continue;
            }
            if (verbs == null)
            {
                throw new StateException("no such family of host verbs: " + number);
            }
            verbs.state(stream);
        }
    }

    /** Passes the state of each family whose verbs were used through a digest. */
    void digest(final StateStream stream)
    {
        for (final GuestHost verbs : families)
        {
            if (verbs.isUsed())
            {
                verbs.state(stream);
            }
        }
        if (front.isUsed())
        {
            front.state(stream);
        }
    }

    void execute(final DirectBuffer frame, final int offset, final Outputs outputs)
    {
        final int number = Commands.hostFamily(frame.getLong(offset));
        if (front.family(number) != null)
        {
            front.executeChecked(frame, offset, outputs);
            return;
        }
        final HostVerbs verbs = family(number);
        final String refusal = verbs == null ? "no such family" : verbs.refusal(frame, offset);
        if (refusal != null)
        {
            throw new CommandException("host verb refused: " + refusal);
        }
        verbs.execute(frame, offset, outputs);
    }

    /** Returns whether an instruction or register of EL1 is undefined for the guest on a PE. */
    boolean isGuestUndefined(final int pe, final int el)
    {
        if (el == Commands.VEL1)
        {
            for (final GuestHost verbs : families)
            {
                if (verbs.isGuestUndefined(pe))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /** Returns the verbs that answer a guest's read of a register, or null. */
    GuestHost trapsRead(final int pe, final int el, final int code)
    {
        if (el == Commands.VEL1)
        {
            for (final GuestHost verbs : families)
            {
                if (verbs.trapsRead(pe, code))
                {
                    return verbs;
                }
            }
        }

        return null;
    }

    /**
     * Returns the priorities that must not be pending for a VPE that nothing will wake.
     *
     * @return a value above each such priority; 0 if everything may be pending
     */
    int wakesBelow(final int vmId, final int vpeId)
    {
        int below = 0;
        for (final GuestHost verbs : families)
        {
            below = Math.max(below, verbs.wakesBelow(vmId, vpeId));
        }

        return below;
    }

    /** Returns whether a vCPU may sleep for which a deliberate mistake has left out the doorbell. */
    boolean hasLeftOut()
    {
        boolean hasLeftOut = false;
        for (final GuestHost verbs : families)
        {
            hasLeftOut |= verbs.hasLeftOut();
        }

        return hasLeftOut;
    }

    /** Counts the vCPUs that a deliberate mistake left without their doorbell, before a command may wake them. */
    void countLeftOut(final GuestHost.Waiting waiting)
    {
        for (final GuestHost verbs : families)
        {
            verbs.countLeftOut(waiting);
        }
    }

    /** Returns the deliberate mistakes in front of the ITS and of hosts. A query. */
    List<Control> controls(final GuestHost.Waiting waiting)
    {
        final List<Control> controls = new ArrayList<>(front.controls());
        for (final GuestHost verbs : families)
        {
            controls.addAll(verbs.controls(waiting));
        }

        return controls;
    }

    /**
     * Lets the host take the interrupts that are signalled to its PEs.
     *
     * @param irqs PEs whose IRQ is asserted
     * @return true if an interrupt was taken, so that the signals have to be settled again
     */
    boolean takeInterrupts(final PeSet irqs)
    {
        boolean isTaken = false;
        for (int pe = irqs.next(0); pe >= 0; pe = irqs.next(pe + 1))
        {
            for (final GuestHost verbs : families)
            {
                isTaken |= verbs.takeInterrupts(pe);
            }
        }

        return isTaken;
    }
}
