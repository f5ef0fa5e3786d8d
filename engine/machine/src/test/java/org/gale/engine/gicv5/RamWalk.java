package org.gale.engine.gicv5;

import java.util.function.IntPredicate;
import org.gale.engine.config.Board;
import org.gale.tables.operand.Intid;

import static org.gale.engine.config.MachineKeys.ID_BITS;
import static org.gale.engine.config.MachineKeys.MIN_LPI_ID_BITS;
import static org.gale.engine.config.MachineKeys.ONE_N;
import static org.gale.engine.config.MachineKeys.VIRT_ONE_N;
import static org.gale.engine.config.MachineKeys.VM_ID_BITS;
import static org.gale.engine.config.MachineKeys.VPE_ID_BITS;

/**
 * Walk of registers and RAM that derives the outputs a machine must have: it caches nothing, and walks every table in
 * memory each time. Right for software that keeps to the ownership rules, because then VALID bits in RAM agree with the
 * machine.
 */
final class RamWalk
{
    /** Value that stands for no candidate: worse than every other. */
    static final long NONE = Long.MAX_VALUE;

    private static final int PENDING = 1;
    private static final int ACTIVE = 2;
    private static final int ENABLE = 8;
    private static final int IRM = 16;
    private static final long ADDR_3 = 0x00ff_ffff_ffff_fff8L;
    private static final long ADDR_6 = 0x00ff_ffff_ffff_ffc0L;
    private static final long ADDR_12 = 0x00ff_ffff_ffff_f000L;

    private final Gicv5Machine machine;

    RamWalk(final Gicv5Machine machine)
    {
        this.machine = machine;
    }

    /** Returns whether the VM is valid by its L2_VMTE. */
    boolean isVmValid(final int vmId)
    {
        final long vmte = vmte(vmId);

        return vmte >= 0 && (word(vmte) & 1) != 0;
    }

    /** Returns whether the VPE of a valid VM is valid. */
    boolean isVpeValid(final int vmId, final int vpeId)
    {
        if (!isVmValid(vmId))
        {
            return false;
        }
        final long word = word(vmte(vmId) + 8);
        final int bits = Math.min((int)(word >>> 59), machine.config().value(VPE_ID_BITS));

        return vpeId >>> bits == 0 && (word((word & ADDR_3) + 8L * vpeId) & 1) != 0;
    }

    /**
     * Returns the entry of an interrupt.
     *
     * @return the encoded L2_ISTE, or −1 if the interrupt cannot be reached
     */
    long entry(final int vmId, final int intid)
    {
        if (vmId == Rig.PHYSICAL && Intid.type(intid) == Intid.TYPE_SPI)
        {
            return machine.queries().entry(Rig.owner(vmId), intid);
        }
        final Table table = table(vmId, Intid.type(intid));

        return table == null ? -1 : entry(table, Intid.id(intid));
    }

    /**
     * Returns the best candidate for a PE or VPE.
     *
     * @param takesOneOfN true to include 1ofN interrupts
     * @param isOffered   tells of a physical SPI whether its IRS offers it
     */
    long best(final int vmId, final int targetOrPe, final boolean takesOneOfN, final IntPredicate isOffered)
    {
        final boolean physical = vmId == Rig.PHYSICAL;
        final Board board = machine.config().board();
        final int target = physical ? board.iaffids().iaffid(targetOrPe) : targetOrPe;
        final boolean oneOfN = physical ? machine.config().value(ONE_N) : machine.config().value(VIRT_ONE_N);
        long best = NONE;
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final Table table = physical && type == Intid.TYPE_SPI ? null : table(vmId, type);
            for (int id = 0; table != null && id < 1 << table.idBits; id++)
            {
                best = better(best, entry(table, id), Intid.of(type, id), target, takesOneOfN, oneOfN);
            }
        }
        for (int irs = 0; physical && irs < board.irss(); irs++)
        {
            for (int id = board.spisOf(irs).base(); id < board.spisOf(irs).end(); id++)
            {
                final int intid = Intid.of(Intid.TYPE_SPI, id);
                final long entry = isOffered.test(id) ? machine.queries().entry(Rig.owner(vmId), intid) : -1;
                best = better(best, entry, intid, target, takesOneOfN, oneOfN);
            }
        }

        return best;
    }

    /** Returns the number of interrupts of a kind that are pending in a table; 0 if there is no table. */
    int pendingCount(final int vmId, final int type, final IntPredicate kind)
    {
        final Table table = table(vmId, type);
        int count = 0;
        for (int id = 0; table != null && id < 1 << table.idBits; id++)
        {
            final long entry = entry(table, id);
            count += entry >= 0 && (entry & PENDING) != 0 && kind.test((int)entry) ? 1 : 0;
        }

        return count;
    }

    private static long better(
        final long best,
        final long entry,
        final int intid,
        final int target,
        final boolean takesOneOfN,
        final boolean oneOfN)
    {
        if (entry < 0 || (entry & (PENDING | ACTIVE | ENABLE)) != (PENDING | ENABLE))
        {
            return best;
        }
        final boolean toAny = oneOfN && (entry & IRM) != 0;
        final boolean mine = toAny ? takesOneOfN : entry >>> 16 == target;

        return mine ? Math.min(best, (entry >>> 11 & 31) << 32 | intid) : best;
    }

    private Table table(final int vmId, final int type)
    {
        if (vmId == Rig.PHYSICAL)
        {
            final long baser = machine.irs().frame(0).registers().read(Registers.IRS_IST_BASER, 8);
            final int cfgr = (int)machine.irs().frame(0).registers().read(Registers.IRS_IST_CFGR, 4);
            final int idBits = Math.max(
                machine.config().value(MIN_LPI_ID_BITS), Math.min(cfgr & 31, machine.config().value(ID_BITS)));

            return (baser & 1) == 0 ? null :
                new Table(baser & ADDR_6, idBits, (cfgr >>> 7 & 3) % 3, (cfgr >>> 5 & 3) % 3, (cfgr & 1 << 16) != 0);
        }
        if (!isVmValid(vmId))
        {
            return null;
        }
        final long word = word(vmte(vmId) + 8L * type);

        return (word & 1) == 0 ? null : new Table(
            word & ADDR_6, (int)(word >>> 59), (int)(word >>> 56) & 3, (int)(word >>> 1) & 3, (word & 1L << 58) != 0);
    }

    private long entry(final Table table, final int id)
    {
        if (id >>> table.idBits != 0)
        {
            return -1;
        }
        final int entryLog2 = 2 + table.istsz;
        long address = table.base + ((long)id << entryLog2);
        if (table.twoLevel)
        {
            final int l2Bits = 10 - table.istsz + 2 * table.l2sz;
            final long l1 = word(table.base + ((long)(id >>> l2Bits) << 3));
            if ((l1 & 1) == 0)
            {
                return -1;
            }
            address = (l1 & ADDR_12) + ((long)(id & ((1 << l2Bits) - 1)) << entryLog2);
        }

        return machine.memory().contains(address, 4) ? machine.memory().load(address, 4) : -1;
    }

    private long vmte(final int vmId)
    {
        final long baser = machine.irs().frame(0).registers().read(Registers.IRS_VMT_BASER, 8);
        final int cfgr = (int)machine.irs().frame(0).registers().read(Registers.IRS_VMT_CFGR, 4);
        if ((baser & 1) == 0 || vmId >>> Math.min(cfgr & 31, machine.config().value(VM_ID_BITS)) != 0)
        {
            return -1;
        }
        final long base = baser & ADDR_3;
        if ((cfgr & 1 << 16) == 0)
        {
            return base + 32L * vmId;
        }
        final long l1 = word(base + 8L * (vmId >>> 7));

        return (l1 & 1) == 0 ? -1 : (l1 & ADDR_12) + 32L * (vmId & 127);
    }

    private long word(final long address)
    {
        return machine.memory().contains(address, 8) ? machine.memory().loadLong(address) : 0;
    }

    private record Table(long base, int idBits, int istsz, int l2sz, boolean twoLevel)
    {
    }
}
