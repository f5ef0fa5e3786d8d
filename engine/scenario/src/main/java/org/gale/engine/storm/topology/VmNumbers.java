package org.gale.engine.storm.topology;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/** Numbers by which the verbs of a host name its VMs, which change as VMs migrate. Owned by one thread. */
public final class VmNumbers implements IntUnaryOperator
{
    /** Number of a VM between its end and the begin of its successor. */
    public static final int NONE = -1;

    private final int[] numbers;
    private IntConsumer watcher = vm -> {};

    /** Makes the numbers of VMs that were created in their order. */
    public VmNumbers(final int vms)
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
    public void beforeEnd(final IntConsumer other)
    {
        watcher = other;
    }

    /** Notes that a VM is about to be destroyed, and has no number until its successor is there. */
    public void ending(final int vm)
    {
        watcher.accept(vm);
        numbers[vm] = NONE;
    }

    /** Notes the successor of a VM. */
    public void moved(final int vm, final int number)
    {
        numbers[vm] = number;
    }

    /** {@return the VM that has a number now; {@link #NONE} of a number that none has} */
    public int vmOf(final int number)
    {
        int vm = number < numbers.length && number >= 0 && numbers[number] == number ? number : numbers.length - 1;
        while (vm >= 0 && numbers[vm] != number)
        {
            vm--;
        }

        return vm;
    }
}
