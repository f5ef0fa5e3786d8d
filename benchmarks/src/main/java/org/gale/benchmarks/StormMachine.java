package org.gale.benchmarks;

import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandCpu;
import org.gale.engine.software.Cpu;
import org.gale.engine.software.CpuInterfaceDriver;
import org.gale.engine.software.IrsDriver;
import org.gale.engine.software.ItsDriver;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.system.Machines;
import org.gale.tables.ist.IstIdBits;
import org.gale.tables.ist.IstShape;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.ItsTranslater;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.VpeIdBits;

/**
 * Machine for storms: VMs with all their VPEs resident, and devices whose events are translated to LPIs, one event for
 * each LPI. The drivers of software set it up. Used by one thread.
 */
final class StormMachine implements AutoCloseable
{
    /** Number of events of a device. */
    static final int EVENTS = 1024;

    private static final int EVENT_BITS = 10;
    private static final long VM_TABLE = 0x4000_0000L;
    private static final long VPE_TABLES = 0x4010_0000L;
    private static final long DEVICE_TABLE = 0x4020_0000L;
    private static final long TRANSLATION_TABLES = 0x4080_0000L;
    private static final long STATE_TABLES = 0x5000_0000L;
    private static final long BARS = 1L << 44;
    private static final long FRAME_BYTES = 0x1_0000;
    private static final long ENTRY_BYTES = 16;

    private final Machine machine;
    private final int vms;
    private final int vpesPerVm;
    private final int lpisPerVm;
    private final int idStride;
    private final long digestAtRest;

    /** Choice of the priority or the target of each LPI of a VM. */
    @FunctionalInterface
    interface Choice
    {
        /** Returns a priority or VPE ID for the n-th LPI of a VM. */
        int of(int lpi);
    }

    /**
     * Makes a machine and sets it up.
     *
     * @param vms       number of VMs; each has a PE for each of its VPEs
     * @param vpesPerVm a power of two
     * @param lpisPerVm a multiple of {@link #EVENTS}
     * @param istIdBits width of the LPI ids; the LPIs are spread over all of them
     */
    StormMachine(
        final int vms,
        final int vpesPerVm,
        final int lpisPerVm,
        final int istIdBits,
        final Choice vpeOf,
        final Choice priorityOf)
    {
        this.vms = vms;
        this.vpesPerVm = vpesPerVm;
        this.lpisPerVm = lpisPerVm;
        this.idStride = (1 << istIdBits) / lpisPerVm;
        this.machine = Machines.FACTORY.create(MachineConfig.parse(List.of("pes=" + vms * vpesPerVm)));
        final Cpu cpu = new CommandCpu(this::applyOne);
        final MachineConfig config = machine.config();
        final IrsDriver irs = new IrsDriver(cpu, config.value(MachineKeys.IRS_CONFIG));
        final CpuInterfaceDriver cpuInterfaces = new CpuInterfaceDriver(cpu);
        writeTables(cpu, istIdBits);
        irs.vmTable(VM_TABLE, config.value(MachineKeys.VM_ID_BITS), false);
        irs.enable();
        new ItsDriver(cpu, config.value(MachineKeys.ITS_CONFIG))
            .enable(DEVICE_TABLE, config.value(MachineKeys.DEVICEID_BITS));
        for (int vm = 0; vm < vms; vm++)
        {
            makeVm(irs, vm);
            for (int lpi = 0; lpi < lpisPerVm; lpi++)
            {
                cpuInterfaces.configure(vm, lpi * idStride, vpeOf.of(lpi), priorityOf.of(lpi));
            }
            for (int vpe = 0; vpe < vpesPerVm; vpe++)
            {
                cpuInterfaces.enter(vm * vpesPerVm + vpe, vm, vpe, GuestShape.MASK_OPEN);
            }
        }
        digestAtRest = machine.digest();
    }

    /**
     * Makes the default storm's machine: 16 VMs of 4 VPEs, 64 devices, 65,536 LPIs, priorities and targets spread
     * evenly.
     */
    static StormMachine ofDefaultStorm()
    {
        return new StormMachine(16, 4, 4096, 14, lpi -> lpi & 3, lpi -> (lpi >>> 2) & 31);
    }

    /** Gives each device a function: vector v carries event v of the device, and is not masked. */
    StormMachine withVectors()
    {
        final ExpandableArrayBuffer command = new ExpandableArrayBuffer();
        final long address = machine.config().value(MachineKeys.ITS_TRANSLATE) + ItsTranslater.OFFSET;
        for (int device = 0; device < lpis() / EVENTS; device++)
        {
            final long bar = BARS + device * FRAME_BYTES;
            MsixVerb.CREATE.encode(command, 0, device, EVENTS, bar);
            machine.apply(command, 0);
            for (int vector = 0; vector < EVENTS; vector++)
            {
                Commands.store(command, 0, bar + vector * ENTRY_BYTES, Long.BYTES, address);
                machine.apply(command, 0);
                Commands.store(command, 0, bar + vector * ENTRY_BYTES + Long.BYTES, Long.BYTES, vector);
                machine.apply(command, 0);
            }
            MsixVerb.CONTROL.encode(command, 0, device, 1, 0);
            machine.apply(command, 0);
            machine.outputs().clear();
        }

        return this;
    }

    Machine machine()
    {
        return machine;
    }

    int pes()
    {
        return vms * vpesPerVm;
    }

    /** Returns the number of LPIs, and of events that are translated to them. */
    int lpis()
    {
        return vms * lpisPerVm;
    }

    /** Returns the VM of the n-th event of all. */
    int vmOf(final int event)
    {
        return event / lpisPerVm;
    }

    /** Returns the LPI of the n-th event of all. */
    int lpiOf(final int event)
    {
        return event % lpisPerVm * idStride;
    }

    /** Returns the device of the n-th event of all. */
    static int deviceOf(final int event)
    {
        return event / EVENTS;
    }

    /** Returns the EventID of the n-th event of all. */
    static int eventIdOf(final int event)
    {
        return event % EVENTS;
    }

    /** Applies a frame's commands and drops the outputs, which stay in their digest. */
    void apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        while (at < endOffset)
        {
            at = machine.apply(frame, at, endOffset);
            machine.outputs().clear();
        }
    }

    /** Returns the number of interrupts acknowledged since the start. */
    long delivered()
    {
        long delivered = 0;
        for (int vm = 0; vm < vms; vm++)
        {
            delivered += machine.accounts().ledger(machine.accounts().vmOwner(vm)).delivered();
        }

        return delivered;
    }

    /**
     * Checks that all offered events are delivered or still pending: none lost, invented or coalesced. Tables, owed
     * bits and candidate indexes must agree.
     *
     * @return the findings as text
     */
    String check(final long expected, final long expectedPending)
    {
        long pending = 0;
        for (int vm = 0; vm < vms; vm++)
        {
            final int owner = machine.accounts().vmOwner(vm);
            final Ledger ledger = machine.accounts().ledger(owner);
            final long remainder = ledger.offered() - ledger.delivered() - ledger.coalesced() - ledger.pending();
            if (remainder != 0 || ledger.coalesced() != 0 || ledger.invented() != Ledger.NONE ||
                machine.accounts().firstDifference(owner) != -1 || !machine.accounts().isIndexSound(owner))
            {
                throw new IllegalStateException("VM " + vm + ": offered=" + ledger.offered() + ", delivered=" +
                    ledger.delivered() + ", coalesced=" + ledger.coalesced() + ", remainder=" + remainder +
                    ", invented=" + ledger.invented());
            }
            pending += ledger.pending();
        }
        if (delivered() != expected || pending != expectedPending || machine.untranslated() != 0)
        {
            throw new IllegalStateException("delivered=" + delivered() + ", expected=" + expected + ", pending=" +
                pending + ", untranslated=" + machine.untranslated());
        }
        final FunctionAccounts functions = machine.functions();
        if (functions != null && functions.offered() != functions.sent())
        {
            throw new IllegalStateException("vectors keep " + (functions.offered() - functions.sent()) + " events");
        }
        if (expectedPending == 0 && functions == null && machine.digest() != digestAtRest)
        {
            throw new IllegalStateException("not as it was before the first interrupt");
        }

        return String.format(Locale.ROOT, "%,d delivered, 0 coalesced, %,d pending, remainder 0, digest %016x",
            expected, pending, machine.digest());
    }

    @Override
    public void close()
    {
        machine.close();
    }

    private void applyOne(final DirectBuffer command, final int words)
    {
        machine.apply(command, 0);
        machine.outputs().clear();
    }

    private void makeVm(final IrsDriver irs, final int vmId)
    {
        irs.mapVm(vmId);
        irs.mapIst(vmId, Intid.TYPE_LPI);
        for (int vpe = 0; vpe < vpesPerVm; vpe++)
        {
            irs.mapVpe(vmId, vpe);
        }
    }

    private void writeTables(final Cpu cpu, final int istIdBits)
    {
        final IstShape shape = IstShape.linear(new IstIdBits(istIdBits));
        final VpeIdBits vpeIdBits = new VpeIdBits(Integer.numberOfTrailingZeros(vpesPerVm));
        for (int vm = 0; vm < vms; vm++)
        {
            final long entry = VM_TABLE + (long)vm * L2Vmte.LENGTH;
            final long vpeTable = VPE_TABLES + (long)vm * vpesPerVm * Long.BYTES;
            cpu.store(entry + L2Vmte.VPET_WORD * Long.BYTES, Long.BYTES, L2Vmte.vpetWord(vpeTable, vpeIdBits));
            cpu.store(entry + L2Vmte.LPI_IST_WORD * Long.BYTES, Long.BYTES,
                L2Vmte.istWord(STATE_TABLES + vm * shape.tableBytes(), shape));
        }
        for (int event = 0; event < lpis(); event++)
        {
            final long table = TRANSLATION_TABLES + (long)deviceOf(event) * EVENTS * L2Itte.LENGTH;
            if (eventIdOf(event) == 0)
            {
                cpu.store(DEVICE_TABLE + (long)deviceOf(event) * L2Dte.LENGTH, Long.BYTES,
                    L2Dte.linear(table, new EventIdBits(EVENT_BITS)));
            }
            cpu.store(table + (long)eventIdOf(event) * L2Itte.LENGTH, Long.BYTES,
                L2Itte.virtual(vmOf(event), lpiOf(event)));
        }
    }
}
