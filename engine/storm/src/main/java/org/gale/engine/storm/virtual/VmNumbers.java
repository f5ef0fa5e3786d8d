package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/** Numbers by which the verbs of a host name its VMs, which change as VMs migrate. Owned by one thread. */
final class VmNumbers implements IntUnaryOperator
{
    /** Number of a VM between its end and the begin of its successor. */
    static final int NONE = -1;

    private final int[] numbers;
    private IntConsumer watcher = vm -> {};

    /** Makes the numbers of VMs that were created in their order. */
    VmNumbers(final int vms)
    {
        numbers = new int[vms];
        Arrays.setAll(numbers, vm -> vm);
    }

    /** {@return the number of a VM now; {@link #NONE} of a VM of a GICv4 host that an image holds} */
    @Override
    public int applyAsInt(final int vm)
    {
        return numbers[vm];
    }

    /** Sets a watcher, which is called with each VM before that is destroyed. */
    void beforeEnd(final IntConsumer other)
    {
        watcher = other;
    }

    /** Notes that a VM is about to be destroyed, and has no number until its successor is there. */
    void ending(final int vm)
    {
        watcher.accept(vm);
        numbers[vm] = NONE;
    }

    /** Notes the successor of a VM. */
    void moved(final int vm, final int number)
    {
        numbers[vm] = number;
    }
}
