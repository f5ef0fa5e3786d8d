package org.gale.tests.simulator;

/** Virtual timers of a random host: their lines, and the wires of the PEs that they may follow. Owned by one thread. */
final class KvmTimers
{
    private final HostScript script;
    private final boolean[] wires;

    KvmTimers(final HostScript script, final int pes)
    {
        this.script = script;
        this.wires = new boolean[pes];
    }

    /** Returns the level of the wire of each PE, which changes as it is driven. */
    boolean[] wires()
    {
        return wires;
    }

    /** Drives the timer of a vCPU as its owner inside the kernel. */
    void line(final ModelVcpu vcpu, final boolean high)
    {
        script.all("kvm line " + vcpu.vm.number + ' ' + vcpu.index + ' ' + ModelVcpu.TIMER_PPI + ' ' + (high ? 1 : 0));
        vcpu.isTimerHigh = high;
    }

    /** Maps the timer to the wire of the PE, or unmaps it. */
    void direct(final ModelVcpu vcpu, final boolean maps)
    {
        script.all((maps ? "kvm map_ppi " : "kvm unmap_ppi ") + vcpu.vm.number + ' ' + vcpu.index + ' ' +
            ModelVcpu.TIMER_PPI);
        vcpu.map(maps);
    }

    /** Drives the wire of a PE. */
    void wire(final int pe, final boolean high)
    {
        script.all("ppi " + pe + ' ' + ModelVcpu.TIMER_PPI + ' ' + (high ? 1 : 0));
        wires[pe] = high;
    }
}
