package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;

/** Interrupts of a vCPU whose handlers have left work, in an order. Owned by one thread. */
final class LaterQueue
{
    private PendingLpi first;
    private PendingLpi last;
    private int count;

    /** Returns whether there is none. */
    boolean isEmpty()
    {
        return count == 0;
    }

    /** Returns how many there are. */
    int count()
    {
        return count;
    }

    /** Adds an interrupt at the tail. */
    void add(final PendingLpi left)
    {
        left.next = null;
        if (first == null)
        {
            first = left;
        }
        else
        {
            last.next = left;
        }
        last = left;
        count++;
    }

    /** Takes the first interrupt. */
    PendingLpi takeFirst()
    {
        final PendingLpi taken = first;
        first = taken.next;
        count--;

        return taken;
    }

    /** Returns the interrupt whose thread is woken first: of several of one time the first one. */
    PendingLpi earliest()
    {
        PendingLpi earliest = first;
        for (PendingLpi other = first.next; other != null; other = other.next)
        {
            earliest = other.readyNs < earliest.readyNs ? other : earliest;
        }

        return earliest;
    }

    /** {@return the interrupt of an LPI of a VM, or null} */
    PendingLpi of(final int vm, final int lpi)
    {
        PendingLpi found = count == 0 ? null : first;
        while (found != null && !(found.vm == vm && found.lpi == lpi))
        {
            found = found.next;
        }

        return found;
    }

    /** {@return the interrupt of the device and event of an MSI, or null} */
    PendingLpi ofSource(final long word)
    {
        PendingLpi found = count == 0 ? null : first;
        while (found != null && Commands.msi(Commands.msiDeviceId(found.word), Commands.msiEventId(found.word), 0) !=
            Commands.msi(Commands.msiDeviceId(word), Commands.msiEventId(word), 0))
        {
            found = found.next;
        }

        return found;
    }

    /** Takes an interrupt. */
    void take(final PendingLpi taken)
    {
        if (first == taken)
        {
            first = taken.next;
        }
        else
        {
            PendingLpi before = first;
            while (before.next != taken)
            {
                before = before.next;
            }
            before.next = taken.next;
            last = last == taken ? before : last;
        }
        count--;
    }
}
