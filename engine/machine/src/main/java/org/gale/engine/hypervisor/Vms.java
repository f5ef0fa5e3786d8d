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

    private KvmVm[] byNumber = new KvmVm[LENGTH_MIN];
    /** Number of the VM that was found last, by VM id: numbers grow as VMs migrate, and ids are used again. */
    private int[] found = new int[LENGTH_MIN];
    private int next;

    /** Makes a VM and returns it. */
    KvmVm create()
    {
        if (next == byNumber.length)
        {
            byNumber = Arrays.copyOf(byNumber, 2 * next);
        }
        final KvmVm vm = new KvmVm(next);
        byNumber[next++] = vm;

        return vm;
    }

    /** Returns the VM of a number, or null if there is none, or none any more. */
    KvmVm find(final int number)
    {
        return number < next ? byNumber[number] : null;
    }

    /** Returns the VM of a VM id, or null. */
    KvmVm findById(final int vmId)
    {
        final KvmVm first = find(vmId);                                            // both count up from 0
        if (first != null && first.vmId == vmId)
        {
            return first;
        }
        final KvmVm again = vmId >= 0 && vmId < found.length ? find(found[vmId]) : null;

        return again != null && again.vmId == vmId ? again : search(vmId);
    }

    private KvmVm search(final int vmId)
    {
        for (int number = 0; number < next; number++)
        {
            if (byNumber[number] != null && byNumber[number].vmId == vmId)
            {
                note(vmId, number);

                return byNumber[number];
            }
        }

        return null;
    }

    private void note(final int vmId, final int number)
    {
        if (vmId >= 0)
        {
            found = vmId < found.length ? found : Arrays.copyOf(found, 2 * vmId);
            found[vmId] = number;
        }
    }

    /** Returns whether a VM has, or had, that number. */
    boolean existed(final int number)
    {
        return number < next;
    }

    void remove(final KvmVm vm)
    {
        byNumber[vm.number] = null;
    }

    /** Returns the VMs in the order of their numbers. */
    List<KvmVm> live()
    {
        final List<KvmVm> live = new ArrayList<>();
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
        final List<KvmVm> live = live();
        next = stream.number("VMs made", next, 0, NUMBER_LIMIT);
        final int count = stream.number("VMs", live.size(), 0, next);
        if (stream.isRestoring())
        {
            byNumber = new KvmVm[Math.max(LENGTH_MIN, next)];
        }
        for (int i = 0; i < count; i++)
        {
            final int number = stream.number("VM", i < live.size() ? live.get(i).number : 0, 0, next - 1);
            if (stream.isRestoring())
            {
                byNumber[number] = new KvmVm(number);
            }
            byNumber[number].state(stream);
        }
    }
}
