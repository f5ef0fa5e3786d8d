package org.gale.engine.storm.virtual;

import org.gale.engine.storm.topology.Topology;

/** First difference between the host's books of its vCPUs and the machine. Owned by one thread. */
final class Misroutes
{
    private final Topology topology;
    private String first;

    Misroutes(final Topology topology)
    {
        this.topology = topology;
    }

    /** Notes that the host's books of a vCPU and the machine differ, where that is found first. */
    void note(final int vcpu, final String what, final String how)
    {
        first = first != null ? first : "VM " + topology.vmOfVpe(vcpu) + ": " + what + " VPE " +
            topology.vpeId(vcpu) + ", " + how;
    }

    /** {@return how the host's books of a vCPU and the machine differ; null while they agree} */
    String first()
    {
        return first;
    }
}
