package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Numbers by which the verbs of a host name its VMs, which change as VMs migrate. Owned by one thread. */
final class VmNumbers implements IntUnaryOperator
{
    private final int[] numbers;

    /** Makes the numbers of VMs that were created in their order. */
    VmNumbers(final int vms)
    {
        numbers = new int[vms];
        Arrays.setAll(numbers, vm -> vm);
    }

    /** {@return the number of a VM now} */
    @Override
    public int applyAsInt(final int vm)
    {
        return numbers[vm];
    }

    /** Notes the successor of a VM. */
    void moved(final int vm, final int number)
    {
        numbers[vm] = number;
    }
}
