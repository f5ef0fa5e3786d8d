package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsSaveVmStatusr;
import org.gale.tables.register.IrsSaveVmr;
import org.gale.tables.vm.L2Vmte;

/**
 * Saving and restoring the interrupt state tables of a VM that does not run. A save is good only if nothing changed
 * while it was copied; a restore that fails puts the tables back as they were.
 * <pre>
 *   restore   LPI table made valid ─▶ VM invalid ─▶ entries written, not pending ─▶ VM valid ─▶ VPEs valid ─▶ pended
 *                     while the VM is valid                                                          again by VDPEND
 * </pre>
 */
final class TableTransfer
{
    private static final int IMAGE_MASK = ~(L2Iste.PENDING.mask() | L2Iste.HWU.mask() | L2Iste.RES0.mask());

    private final KvmHost host;
    private final DoorbellCommands commands;
    private final GuestFrame frame;
    private Runnable afterCopies = () -> { };

    TableTransfer(final KvmHost host, final DoorbellCommands commands, final GuestFrame frame)
    {
        this.host = host;
        this.commands = commands;
        this.frame = frame;
    }

    /** Runs an action after each copy of a save, so that a test can disturb it. */
    void afterCopies(final Runnable action)
    {
        afterCopies = action;
    }

    /** Returns the number of entries of the LPI table that the guest's registers show, 0 if they show none. */
    static int lpiCount(final KvmVm vm)
    {
        return IrsIstBaser.VALID.isSet(vm.irs.istBaser) ?
            1 << IrsIstCfgr.LPI_ID_BITS.get(vm.irs.istCfgr) : 0;
    }

    /** Returns whether a restore makes the LPI table that the guest's registers, as they were restored, show. */
    static boolean makesLpis(final KvmVm vm)
    {
        return vm.irs.isRestorePending && IrsIstBaser.VALID.isSet(vm.irs.istBaser);
    }

    /**
     * Copies the tables of a quiescent VM.
     *
     * @param spis takes the entries of the SPIs
     * @param lpis takes the entries of the LPIs, empty if there is no table
     */
    Errno save(final KvmVm vm, final int[] spis, final int[] lpis)                 // K-SR-3, B-SAV-2
    {
        if (!isQuiescent(vm, true))
        {
            return Errno.EBUSY;                                                 // K-AT-78
        }
        copy(vm.spiTable, spis);
        afterCopies.run();
        if (!isQuiescent(vm, false))
        {
            return Errno.EBUSY;
        }
        copy(vm.lpiTable, lpis);
        afterCopies.run();

        return isQuiescent(vm, false) ? Errno.OK : Errno.EBUSY;
    }

    /**
     * Replaces the entries of the tables; the LPI table is made if the guest's registers ask for it.
     *
     * @param spis entries of the SPIs
     * @param lpis entries of the LPIs, empty if there is no table
     */
    Errno restore(final KvmVm vm, final int[] spis, final int[] lpis)              // K-SR-4
    {
        if (!commands.isVmValid(vm))
        {
            return Errno.EINVAL;                                                // K-CMD-12: nothing was changed yet
        }
        final boolean makesLpis = makesLpis(vm);
        if (makesLpis)
        {
            final Errno made = frame.makeValid(vm);
            if (made != Errno.OK)
            {
                return made;                                                    // K-AT-79
            }
        }
        final int[] spisBefore = new int[spis.length];
        copy(vm.spiTable, spisBefore);
        final Errno errno = replace(vm, spis, lpis);
        if (errno != Errno.OK)
        {
            undo(vm, spisBefore, makesLpis);
            return errno;
        }
        vm.irs.isRestorePending = false;
        for (int spi = 0; spi < spis.length; spi++)                             // K-SR-5
        {
            vm.spis.level(spi, L2Iste.isLevel(spis[spi]));
            vm.spis.line(spi, L2Iste.isLevel(spis[spi]) && L2Iste.isPending(spis[spi]));
        }

        return Errno.OK;
    }

    private Errno replace(final KvmVm vm, final int[] spis, final int[] lpis)
    {
        final Errno errno = commands.makeVmInvalid(vm);

        return errno == Errno.OK ? fill(vm, spis, lpis) : errno;
    }

    /** Fills the tables of an invalid VM and makes it valid with them. */
    private Errno fill(final KvmVm vm, final int[] spis, final int[] lpis)
    {
        write(vm.spiTable, spis);
        write(vm.lpiTable, lpis);
        preset(vm, vm.spiTable, L2Vmte.SPI_IST_WORD);
        preset(vm, vm.lpiTable, L2Vmte.LPI_IST_WORD);
        Errno errno = commands.makeVmValid(vm);
        for (int i = 0; i < vm.vcpus.size() && errno == Errno.OK; i++)
        {
            errno = commands.makeVpeValid(vm.vcpus.get(i));                     // B-VPE-3, B-TRAP-26
        }
        if (errno == Errno.OK)
        {
            pend(vm, Intid.TYPE_SPI, spis);
            pend(vm, Intid.TYPE_LPI, lpis);
        }

        return errno;
    }

    /** Puts the tables back as they were before a restore that failed. */
    private void undo(final KvmVm vm, final int[] spisBefore, final boolean dropsLpis)     // K-SR-6
    {
        if (!commands.isVmValid(vm) || commands.makeVmInvalid(vm) == Errno.OK)
        {
            if (dropsLpis)
            {
                vm.lpiTable.free(host);
                host.vmTable.word(vm.vmId, L2Vmte.LPI_IST_WORD, 0);
            }
            fill(vm, spisBefore, new int[0]);
        }
    }

    /** Writes a section of an invalid VM's entry with IST_VALID = 1, as software may (B-VMT-4). */
    private void preset(final KvmVm vm, final GuestTable table, final int wordIndex)
    {
        if (table.exists())
        {
            host.vmTable.word(vm.vmId, wordIndex, L2Vmte.withIstValid(table.vmteWord(), true));
        }
    }

    private void pend(final KvmVm vm, final int type, final int[] entries)
    {
        boolean isForgotten = host.mistake == KvmMistake.PENDING_FORGOTTEN;
        for (int id = 0; id < entries.length; id++)
        {
            if (L2Iste.isPending(entries[id]) && isForgotten)
            {
                isForgotten = false;
            }
            else if (L2Iste.isPending(entries[id]))
            {
                pend(vm, Intid.of(type, id));
            }
        }
    }

    /** Makes an LPI pending, as a message does that has been translated. */
    void pendLpi(final KvmVm vm, final int lpi)
    {
        pend(vm, Intid.of(Intid.TYPE_LPI, lpi));
    }

    private void pend(final KvmVm vm, final int intid)
    {
        host.driver.execute(host.driver.anyPe(), GicInstruction.VDPEND, GicVdPend.of(vm.vmId, intid, true));
    }

    /** Returns the entries of the LPIs of a VM as they are now, empty if there is no table. */
    int[] lpis(final KvmVm vm)
    {
        final int[] lpis = new int[lpiCount(vm)];
        copy(vm.lpiTable, lpis);

        return lpis;
    }

    private void write(final GuestTable table, final int[] entries)
    {
        for (int id = 0; id < entries.length; id++)
        {
            final long address = table.entryAddress(id);
            final int entry = entries[id] & IMAGE_MASK;                         // B-SAV-6
            if (host.driver.loadInt(address) != entry)
            {
                host.driver.storeInt(address, entry);
            }
        }
    }

    private void copy(final GuestTable table, final int[] to)
    {
        for (int id = 0; id < to.length; id++)
        {
            to[id] = host.driver.loadInt(table.entryAddress(id));
        }
    }

    private boolean isQuiescent(final KvmVm vm, final boolean saves)
    {
        final long query = IrsSaveVmr.Q.with(IrsSaveVmr.VM_ID.set(0, vm.vmId), true);
        host.driver.irsWide(IrsSaveVmr.OFFSET, IrsSaveVmr.S.with(query, saves));

        return host.driver.awaitIdle(IrsSaveVmStatusr.OFFSET) &&
            IrsSaveVmStatusr.Q.isSet(host.driver.irs(IrsSaveVmStatusr.OFFSET));
    }
}
