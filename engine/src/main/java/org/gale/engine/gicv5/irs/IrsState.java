package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Mix;
import org.gale.engine.config.MachineConfig;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;

/**
 * Writes the state of an IRS and reads it back: registers, what was latched of the tables in RAM, wires, doorbells,
 * residency and accounts. RAM itself is not part of it, and is restored before: candidate indexes are made from it.
 * Owned by the thread that owns the machine.
 */
public final class IrsState
{
    private static final int NOBODY = -1;

    private final MachineConfig config;
    private final PhysicalMemory memory;
    private final Irs irs;
    private final InterruptOwner physical;
    private final PhysicalIst ist;
    private final VirtualMachines vms;
    private final Residency residency;
    private final Part[] parts;

    /** A part that keeps its own state. */
    interface Part
    {
        void save(StateWriter writer);

        /** Reads what {@link #save} wrote, at reset. */
        void restore(StateReader reader);
    }

    /** @param parts those that refer to no VM, in the order of the stream */
    IrsState(
        final MachineConfig config,
        final PhysicalMemory memory,
        final Irs irs,
        final InterruptOwner physical,
        final PhysicalIst ist,
        final VirtualMachines vms,
        final Residency residency,
        final Part... parts)
    {
        this.config = config;
        this.memory = memory;
        this.irs = irs;
        this.physical = physical;
        this.ist = ist;
        this.vms = vms;
        this.residency = residency;
        this.parts = parts;
    }

    /** Residency and doorbells, mixed into a hash. */
    long digest(final long hashOfRegisters)
    {
        long hash = hashOfRegisters;
        for (int pe = 0; pe < config.pes(); pe++)
        {
            final Vpe vpe = residency.residentOn(pe);
            hash = Mix.of(hash, vpe == null ? -1 : ((long)vpe.vm().vmId() << 16) | vpe.vpeId());
            hash = Mix.of(hash, residency.isExcludedFromOneOfN(pe) ? 1 : 0);
        }
        for (int vmId = 0; vmId < vms.vmEnd(); vmId++)
        {
            final Vm vm = vms.vm(vmId);
            if (vm != null)
            {
                hash = Mix.of(Mix.of(hash, vmId), vm.doorbell());
                for (Vpe vpe = vm.nextVpe(0); vpe != null; vpe = vm.nextVpe(vpe.vpeId() + 1))
                {
                    hash = Mix.of(Mix.of(hash, vpe.vpeId()), vpe.doorbell());
                    hash = Mix.of(hash, vpe.isExcludedFromOneOfN() ? 1 : 0);
                }
            }
        }

        return hash;
    }

    /** Writes all state that is not in RAM. */
    public void save(final StateWriter writer)
    {
        writer.flag(irs.isEnabled());
        ist.save(writer);
        for (final Part part : parts)
        {
            part.save(writer);
        }
        physical.ledger().save(writer);
        physical.lpis().save(writer);
        physical.spis().save(writer);
        physical.saveIndex(writer);
        vms.save(writer);
        memory.saveSaturation(writer);
        for (int pe = 0; pe < config.pes(); pe++)
        {
            final Vpe vpe = residency.residentOn(pe);
            writer.flag(residency.isExcludedFromOneOfN(pe));
            writer.word(vpe == null ? NOBODY : vpe.vm().vmId());
            writer.word(vpe == null ? NOBODY : vpe.vpeId());
        }
    }

    /**
     * Reads what {@link #save} wrote, at reset, when RAM is restored already.
     *
     * @throws StateException if it is nothing that was saved of such a machine
     */
    public void restore(final StateReader reader)
    {
        irs.enable(reader.flag("IRSEN"));
        ist.restore(reader);
        for (final Part part : parts)
        {
            part.restore(reader);
        }
        physical.ledger().restore(reader);
        physical.lpis().restore(reader, memory, config.idBits());
        physical.spis().restore(reader, memory, config.idBits());
        if (ist.isValid() != (physical.lpis().table() != null))
        {
            throw new StateException("IRS_IST_BASER.VALID is " + ist.isValid() + ", but not for the table");
        }
        physical.restoreIndex(reader);
        vms.restore(reader);
        memory.restoreSaturation(reader);
        for (int pe = 0; pe < config.pes(); pe++)
        {
            final boolean excluded = reader.flag("exclusion from 1ofN");
            final int vmId = reader.intIn("resident VM", NOBODY, 0xffff);
            final int vpeId = reader.intIn("resident VPE", NOBODY, 0xffff);
            residency.restore(pe, excluded, vmId == NOBODY ? null : resident(vmId, vpeId));
        }
        irs.dirtyPes().clear();                                                 // signals are restored, not settled
    }

    private Vpe resident(final int vmId, final int vpeId)
    {
        final Vm vm = vms.vm(vmId);
        final Vpe vpe = vm == null ? null : vm.vpe(vpeId);
        if (vpe == null || vpe.isResident())
        {
            throw new StateException("VPE " + vpeId + " of VM " + vmId + " is " +
                (vpe == null ? "not valid, but resident" : "resident twice"));
        }

        return vpe;
    }
}
