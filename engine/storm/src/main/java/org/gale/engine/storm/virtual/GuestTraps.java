package org.gale.engine.storm.virtual;

/** Traps of guests to their host: those of handlers, and those that vCPUs owe at their next entries. */
final class GuestTraps
{
    private final Vcpus vcpus;
    private final GuestPort port;
    private final CostDraws costs;
    private final HostCounts counts;
    private final long[] owedNs;                                    // by vCPU

    GuestTraps(final Vcpus vcpus, final HostParts parts, final HostCounts counts)
    {
        this.vcpus = vcpus;
        this.port = parts.port();
        this.costs = parts.costs();
        this.counts = counts;
        owedNs = new long[vcpus.count()];
    }

    /** Has a vCPU that is not in its guest trap at its next entry. */
    void owe(final int vcpu, final long ns)
    {
        owedNs[vcpu] += ns;
    }

    /** Returns the time of the traps that a vCPU owes, which begin now. */
    long takeNs(final int vcpu)
    {
        final long ns = owedNs[vcpu];
        owedNs[vcpu] = 0;

        return ns;
    }

    /** Returns the time of the trap with which a handler or its thread ends, which may have none. */
    long trapNs(final int vcpu, final int lpi)
    {
        final boolean isTrapped = port.isTrapped(vcpu, lpi);
        if (!isTrapped && !port.endsByExit(vcpu, lpi))
        {
            return 0;
        }
        counts.exits++;
        vcpus.exits(vcpu);

        return costs.exit(vcpu) + (isTrapped ? costs.enter(vcpu) : costs.trap(vcpu));
    }
}
