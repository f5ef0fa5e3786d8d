package org.gale.engine.hypervisor;

import java.util.Arrays;

/** vCPUs by the LPI of their doorbell. Derived from the vCPUs: rebuilt when a state is restored. */
final class DoorbellTargets
{
    private static final int LENGTH_MIN = 64;

    private KvmVcpu[] byLpi = new KvmVcpu[LENGTH_MIN];

    void put(final int lpiId, final KvmVcpu vcpu)
    {
        if (lpiId >= byLpi.length)
        {
            byLpi = Arrays.copyOf(byLpi, Math.max(2 * byLpi.length, lpiId + 1));
        }
        byLpi[lpiId] = vcpu;
    }

    void remove(final int lpiId)
    {
        if (lpiId < byLpi.length)
        {
            byLpi[lpiId] = null;
        }
    }

    /** Returns the vCPU of a doorbell, or null. */
    KvmVcpu find(final int lpiId)
    {
        return lpiId < byLpi.length ? byLpi[lpiId] : null;
    }

    void clear()
    {
        Arrays.fill(byLpi, null);
    }
}
