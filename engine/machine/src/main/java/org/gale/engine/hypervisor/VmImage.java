package org.gale.engine.hypervisor;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmImageVersion;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.machine.ImageSize;
import org.gale.engine.machine.WordList;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.SystemRegister;

/**
 * Image of a saved VM: the registers of its guest's IRS, the CPU interfaces of its vCPUs and its tables, as words.
 * <pre>
 *   0    MAGIC                    4 …  IRS_REGS, in the order of IRS_OFFSETS
 *   1    vCPUs                         CPU_SYSREGS of each vCPU, in the order of CPU_REGISTERS
 *   2    SPIs                          entries of the SPIs, two in a word
 *   3    LPIs, 0 for no table          entries of the LPIs, two in a word
 *                                 last the sum of all words before it
 * </pre>
 * The word of IDR1 has in bits 63:32 what user space changed of IDR0: exclusive or with the value at INIT.
 */
final class VmImage
{
    private static final long MAGIC = KvmImageVersion.word();
    private static final int HEAD_WORDS = 4;
    private static final long WORD_MASK = 0xffff_ffffL;
    private static final int SPI_LIMIT = SharedInterrupts.LIMIT;
    /** The most LPIs of a table, whose words go into a journal in parts. */
    private static final int LPI_LIMIT = 1 << 24;

    /** Registers of the IRS in the order in which they are restored: the table's base comes last. */
    private static final int[] IRS_OFFSETS =
    {
        IrsIdr1.OFFSET, IrsIdr2.OFFSET, IrsCr0.OFFSET, IrsCr1.OFFSET, IrsSpiSelr.OFFSET, IrsPeSelr.OFFSET,
        IrsIstCfgr.OFFSET, IrsIstBaser.OFFSET
    };

    private static final SystemRegister[] CPU_REGISTERS =
    {
        SystemRegister.ICC_ICSR_EL1, SystemRegister.ICC_APR_EL1, SystemRegister.ICC_CR0_EL1,
        SystemRegister.ICC_PCR_EL1, SystemRegister.ICC_PPI_ENABLER0_EL1, SystemRegister.ICC_PPI_SACTIVER0_EL1,
        SystemRegister.ICC_PPI_SPENDR0_EL1, SystemRegister.ICC_PPI_PRIORITYR0_EL1,
        SystemRegister.ICC_PPI_PRIORITYR1_EL1, SystemRegister.ICC_PPI_PRIORITYR2_EL1,
        SystemRegister.ICC_PPI_PRIORITYR3_EL1, SystemRegister.ICC_PPI_PRIORITYR4_EL1,
        SystemRegister.ICC_PPI_PRIORITYR5_EL1, SystemRegister.ICC_PPI_PRIORITYR6_EL1,
        SystemRegister.ICC_PPI_PRIORITYR7_EL1
    };

    /** The most words of an image. */
    static final int WORD_LIMIT = HEAD_WORDS + IRS_OFFSETS.length + KvmHost.MAX_VCPUS * CPU_REGISTERS.length +
        (SPI_LIMIT + LPI_LIMIT) / 2 + 1;

    private final IrsRegs irsRegs;
    private final CpuSysregs cpuSysregs;
    private final IstGroup ist;
    private final TableTransfer transfer;

    VmImage(
        final IrsRegs irsRegs, final CpuSysregs cpuSysregs, final IstGroup ist, final TableTransfer transfer)
    {
        this.irsRegs = irsRegs;
        this.cpuSysregs = cpuSysregs;
        this.ist = ist;
        this.transfer = transfer;
    }

    /**
     * Tells whether a VM may be saved now.
     *
     * @param isRestore true to tell whether it may be restored
     */
    static Errno check(final KvmVm vm, final boolean isRestore)
    {
        if (vm.isAnyInRun() || !vm.isInitialised || (isRestore && vm.hasAnyRun()))
        {
            return Errno.EBUSY;                                                 // K-AT-70, K-AT-71, K-AT-72
        }

        return vm.irsBase == KvmVm.NO_ADDRESS ? Errno.ENXIO : Errno.OK;
    }

    private Errno checkTable(final KvmVm vm)
    {
        return ist.isTableThere(vm) ? Errno.OK : Errno.ENXIO;
    }

    /** Saves a VM if it may be saved, as {@link #save} does. */
    Errno saveIfReady(final KvmVm vm, final WordList to)
    {
        Errno errno = check(vm, false);
        if (errno == Errno.OK)
        {
            errno = checkTable(vm);
        }

        return errno == Errno.OK ? save(vm, to) : errno;
    }

    /**
     * Saves a VM that may be saved: tables, registers of the IRS, CPU interfaces.
     *
     * @param to takes the image
     */
    private Errno save(final KvmVm vm, final WordList to)                          // K-SR-1
    {
        if (TableTransfer.lpiCount(vm) > LPI_LIMIT)
        {
            return Errno.ENOMEM;
        }
        final int[] spis = new int[vm.spis.count()];
        final int[] lpis = new int[TableTransfer.lpiCount(vm)];
        final Errno errno = transfer.save(vm, spis, lpis);
        if (errno != Errno.OK)
        {
            return errno;
        }
        to.clear();
        to.add(MAGIC);
        to.add(vm.vcpus.size());
        to.add(spis.length);
        to.add(lpis.length);
        addRegisters(vm, to);
        addEntries(spis, to);
        addEntries(lpis, to);
        to.add(sum(to, to.size()));

        return Errno.OK;
    }

    /**
     * Restores a VM from an image. A VM for which this fails is left as it was before.
     *
     * @param from   holds the image
     * @param length of the image in words
     * @return EINVAL for an image of another VM's shape, EBUSY for a VM that has an LPI table, or the errno of a write
     */
    Errno restore(final KvmVm vm, final WordList from, final long length)          // K-SR-2, K-SR-6
    {
        if (!isImageOf(vm, from, length))
        {
            return Errno.EINVAL;
        }
        if (vm.lpiTable.exists())
        {
            return Errno.EBUSY;                                                 // K-AT-76
        }
        final WordList before = new WordList();
        addRegisters(vm, before);
        final boolean wasPending = vm.irs.isRestorePending;
        final int spis = (int)from.word(2);
        final int lpis = (int)from.word(3);
        final int entries = HEAD_WORDS + before.size();
        Errno errno = writeRegisters(vm, from, HEAD_WORDS);
        if (errno == Errno.OK)
        {
            errno = lpis == TableTransfer.lpiCount(vm) ? ist.checkRestorable(vm) : Errno.EINVAL;
        }
        if (errno == Errno.OK)
        {
            errno = transfer.restore(
                vm, entries(from, entries, spis), entries(from, entries + (spis + 1) / 2, lpis));
        }
        if (errno != Errno.OK)
        {
            writeRegisters(vm, before, 0);
            vm.irs.isRestorePending = wasPending;
        }

        return errno;
    }

    /** Returns how many LPIs of a VM are pending now that are not so in its image. */
    int pendingBeside(final KvmVm vm, final WordList image)
    {
        if (!isImageOf(vm, image, image.size()))
        {
            return 0;                                                           // it was restored, and is hostile
        }
        final int[] now = transfer.lpis(vm);
        final int[] saved = entries(image, lpisAt(image), (int)image.word(3));
        int count = 0;
        for (int id = 0; id < Math.min(now.length, saved.length); id++)
        {
            count += L2Iste.isPending(now[id]) && !L2Iste.isPending(saved[id]) ? 1 : 0;
        }

        return count;
    }

    /** Returns the size of an image that was saved. */
    static ImageSize size(final WordList image)
    {
        final int spis = (int)image.word(2);
        final int lpis = (int)image.word(3);
        final long cpus = image.word(1) * CPU_REGISTERS.length;
        final Map<String, Long> parts = new LinkedHashMap<>();
        parts.put(ImageSize.HEADER, ImageSize.bytes(HEAD_WORDS + 1));
        parts.put("irs_regs", ImageSize.bytes(IRS_OFFSETS.length));
        parts.put("cpu_sysregs", ImageSize.bytes(cpus));
        parts.put("spi_ist", ImageSize.bytes((spis + 1) / 2));
        parts.put("lpi_ist", ImageSize.bytes((lpis + 1) / 2));
        final long pending = Stream.of(entries(image, spisAt(image), spis), entries(image, lpisAt(image), lpis))
            .flatMapToInt(Arrays::stream).filter(L2Iste::isPending).count();

        return new ImageSize(ImageSize.bytes(image.size()), parts, pending);
    }

    /**
     * Leaves out of an image what a wrong order forgets.
     *
     * @param vm that was saved
     * @return the number of interrupts of which something was left out
     */
    int forget(final KvmVm vm, final MigrationOrder order, final WordList image)   // M-MIG-3
    {
        final int[] spis = entries(image, spisAt(image), (int)image.word(2));
        final int[] lpis = entries(image, lpisAt(image), (int)image.word(3));
        int count = 0;
        for (int id = 0; id < spis.length; id++)
        {
            final int entry = without(spis[id], order, vm.spis.isHigh(id));
            count += entry == spis[id] ? 0 : 1;
            spis[id] = entry;
        }
        for (int id = 0; id < lpis.length; id++)
        {
            final int entry = without(lpis[id], order, false);
            count += entry == lpis[id] ? 0 : 1;
            lpis[id] = entry;
        }
        if (count != 0)
        {
            setEntries(spis, spisAt(image), image);
            setEntries(lpis, lpisAt(image), image);
            image.set(image.size() - 1, sum(image, image.size() - 1));
        }

        return count;
    }

    private static int without(final int entry, final MigrationOrder order, final boolean isHigh)
    {
        final boolean isLevel = L2Iste.isLevel(entry);

        return switch (order)
        {
            case EDGE_LOST -> isLevel ? entry : L2Iste.PENDING.set(entry, 0);
            case LATCH_LOST -> isLevel && !isHigh ? L2Iste.PENDING.set(entry, 0) : entry;
            case ACTIVE_LOST -> L2Iste.ACTIVE.set(entry, 0);
            case RIGHT, LATE_REDIRECT, OLD_ID, NO_SYNC, NO_DOORBELL, VPT_UNREAD, UNMAPPED_LATE, DISCARD_FIRST,
                EVENTFD_CLOSED, PBA_UNSAVED -> entry;
        };
    }

    private static int spisAt(final WordList image)
    {
        return HEAD_WORDS + IRS_OFFSETS.length + (int)image.word(1) * CPU_REGISTERS.length;
    }

    private static int lpisAt(final WordList image)
    {
        return spisAt(image) + ((int)image.word(2) + 1) / 2;
    }

    private static boolean isImageOf(final KvmVm vm, final WordList from, final long length)
    {
        if (length != from.size() || length <= HEAD_WORDS || from.word(0) != MAGIC ||
            from.word(1) != vm.vcpus.size() || from.word(2) != vm.spis.count() ||
            Long.compareUnsigned(from.word(3), LPI_LIMIT) > 0)
        {
            return false;
        }
        final long words = HEAD_WORDS + IRS_OFFSETS.length + (long)vm.vcpus.size() * CPU_REGISTERS.length +
            (from.word(2) + 1) / 2 + (from.word(3) + 1) / 2 + 1;

        return words == length && from.word((int)length - 1) == sum(from, (int)length - 1);
    }

    private void addRegisters(final KvmVm vm, final WordList to)
    {
        for (final int offset : IRS_OFFSETS)
        {
            to.add(irsRegs.read(vm, offset) | (offset == IrsIdr1.OFFSET ? irsRegs.idr0Change(vm) << Integer.SIZE : 0));
        }
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            for (final SystemRegister register : CPU_REGISTERS)
            {
                to.add(cpuSysregs.read(vcpu, register));
            }
        }
    }

    private Errno writeRegisters(final KvmVm vm, final WordList from, final int first)
    {
        int at = first;
        final Errno changed = irsRegs.changeIdr0(vm, from.word(at) >>> Integer.SIZE);
        if (changed != Errno.OK)
        {
            return changed;
        }
        for (final int offset : IRS_OFFSETS)
        {
            final Errno errno = irsRegs.write(vm, offset, from.word(at++));
            if (errno != Errno.OK)
            {
                return errno;
            }
        }
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            for (final SystemRegister register : CPU_REGISTERS)
            {
                cpuSysregs.write(vcpu, register, from.word(at++));
            }
        }

        return Errno.OK;
    }

    private static void addEntries(final int[] entries, final WordList to)
    {
        setEntries(entries, to.size(), to);
    }

    private static void setEntries(final int[] entries, final int first, final WordList to)
    {
        final int[] even = Arrays.copyOf(entries, (entries.length + 1) & -2);
        for (int i = 0; i < even.length; i += 2)
        {
            to.set(first + i / 2, (even[i] & WORD_MASK) | ((long)even[i + 1] << Integer.SIZE));
        }
    }

    private static int[] entries(final WordList from, final int first, final int count)
    {
        final int[] entries = new int[count];
        for (int i = 0; i < count; i++)
        {
            final long word = from.word(first + (i >>> 1));
            entries[i] = (int)((i & 1) == 0 ? word : word >>> Integer.SIZE);
        }

        return entries;
    }

    private static long sum(final WordList words, final int count)
    {
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum = sum * 31 + words.word(i);
        }

        return sum;
    }
}
