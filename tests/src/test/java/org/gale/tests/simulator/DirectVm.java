package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.List;

/** A VM of a GICv4 host, as its guest and its devices know it. Owned by one thread. */
final class DirectVm
{
    static final int FIRST_LPI = 8192;
    static final int VLPIS = 6;

    final int number;
    final int device;
    final ModelAccount account = new ModelAccount();
    final List<DirectVcpu> vcpus = new ArrayList<>();
    final List<DirectVlpi> vlpis = new ArrayList<>();

    DirectVm(final int number, final int vcpuCount)
    {
        this.number = number;
        this.device = number + 1;
        for (int index = 0; index < vcpuCount; index++)
        {
            vcpus.add(new DirectVcpu(this, index));
        }
        for (int event = 0; event < VLPIS; event++)
        {
            vlpis.add(new DirectVlpi(FIRST_LPI + event));
        }
    }

    /** Returns what the account says, as {@code stats} writes it, up to the first count that a repeat changes. */
    String accountText()
    {
        return account.text(vlpis.stream().filter(vlpi -> vlpi.isMapped && vlpi.isPending).count() +
            vcpus.stream().mapToInt(vcpu -> Integer.bitCount(vcpu.sgis)).sum());
    }

    DirectVlpi vlpi(final int vintid)
    {
        return vlpis.get(vintid - FIRST_LPI);
    }
}
