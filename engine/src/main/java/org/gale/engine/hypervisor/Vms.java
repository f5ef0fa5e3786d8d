package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gale.tables.memory.StateStream;

/** VMs by their numbers, which are not used again. */
final class Vms
{
    private static final int LENGTH_MIN = 16;
    private static final int NUMBER_LIMIT = 1 << 26;

    private Vm[] byNumber = new Vm[LENGTH_MIN];
    private int next;

    /** Makes a VM and returns it. */
    Vm create()
    {
        if (next == byNumber.length)
        {
            byNumber = Arrays.copyOf(byNumber, 2 * next);
        }
        final Vm vm = new Vm(next);
        byNumber[next++] = vm;

        return vm;
    }

    /** Returns the VM of a number, or null if there is none, or none any more. */
    Vm find(final int number)
    {
        return number < next ? byNumber[number] : null;
    }

    /** Returns the VM of a VM id, or null. */
    Vm findById(final int vmId)
    {
        final Vm first = find(vmId);                                            // both count up from 0
        if (first != null && first.vmId == vmId)
        {
            return first;
        }
        for (int number = 0; number < next; number++)
        {
            if (byNumber[number] != null && byNumber[number].vmId == vmId)
            {
                return byNumber[number];
            }
        }

        return null;
    }

    /** Returns whether a VM has, or had, that number. */
    boolean existed(final int number)
    {
        return number < next;
    }

    void remove(final Vm vm)
    {
        byNumber[vm.number] = null;
    }

    /** Returns the VMs in the order of their numbers. */
    List<Vm> live()
    {
        final List<Vm> live = new ArrayList<>();
        for (int number = 0; number < next; number++)
        {
            if (byNumber[number] != null)
            {
                live.add(byNumber[number]);
            }
        }

        return live;
    }

    /** Passes the VMs through a stream. */
    void state(final StateStream stream)
    {
        final List<Vm> live = live();
        next = stream.number("VMs made", next, 0, NUMBER_LIMIT);
        final int count = stream.number("VMs", live.size(), 0, next);
        if (stream.isRestoring())
        {
            byNumber = new Vm[Math.max(LENGTH_MIN, next)];
        }
        for (int i = 0; i < count; i++)
        {
            final int number = stream.number("VM", i < live.size() ? live.get(i).number : 0, 0, next - 1);
            if (stream.isRestoring())
            {
                byNumber[number] = new Vm(number);
            }
            byNumber[number].state(stream);
        }
    }
}
