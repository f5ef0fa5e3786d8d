package org.gale.engine.hypervisor;

import java.util.List;
import org.gale.engine.gicv5.Gicv5Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.tables.memory.PhysicalMemory;

/** Factories of machines whose KVM makes a deliberate mistake. */
public final class HypervisorFaults
{
    private HypervisorFaults()
    {
    }

    /** A vCPU that blocks does not ask for its doorbell. */
    public static MachineFactory skipsDoorbell()
    {
        return of(KvmMistake.NO_DOORBELL);
    }

    /** A doorbell wakes nobody. */
    public static MachineFactory losesWake()
    {
        return of(KvmMistake.NO_WAKE);
    }

    /** A restore forgets a pending interrupt. */
    public static MachineFactory forgetsPending()
    {
        return of(KvmMistake.PENDING_FORGOTTEN);
    }

    /** A VM lives on although the IRS may or may not use a table of it. */
    public static MachineFactory forgivesTimeout()
    {
        return of(KvmMistake.TIMEOUT_FORGIVEN);
    }

    /** A PPI that is injected kicks nobody. */
    public static MachineFactory skipsKick()
    {
        return of(KvmMistake.NO_KICK);
    }

    private static MachineFactory of(final KvmMistake mistake)
    {
        return config -> new Gicv5Machine(
            config, PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()), Gicv5Machine.INDEX_LIMIT_DEFAULT,
            (port, keys) -> List.of(new KvmHostVerbs(port, keys, mistake)));
    }
}
