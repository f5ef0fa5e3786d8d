package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.vm.L2Vmte;

/** Group IST: the interrupt state tables, copied from and to buffers of user space, a word for each interrupt. */
final class IstGroup
{
    private static final int SPI_ADDRESS = 0;
    private static final int SPI_SIZE = 1;
    private static final int LPI_ADDRESS = 2;
    private static final int LPI_SIZE = 3;

    private final KvmHost host;
    private final DoorbellCommands commands;
    private final GuestFrame frame;
    private final TableTransfer transfer;
    private final UserMemory memory;

    IstGroup(
        final KvmHost host,
        final DoorbellCommands commands,
        final GuestFrame frame,
        final TableTransfer transfer,
        final UserMemory memory)
    {
        this.host = host;
        this.commands = commands;
        this.frame = frame;
        this.transfer = transfer;
        this.memory = memory;
    }

    /** Copies the tables into the buffers. */
    Errno save(final KvmVm vm, final long attr, final AttrValue value)
    {
        Errno errno = check(vm, attr, false, value);
        if (errno == Errno.OK && !isTableThere(vm))
        {
            errno = Errno.ENXIO;                                                // K-AT-77
        }
        if (errno == Errno.OK && !hasBuffers(value))
        {
            errno = Errno.EFAULT;                                               // K-AT-74
        }
        if (errno != Errno.OK)
        {
            return errno;
        }
        final int[] spis = new int[vm.spis.count()];
        final int[] lpis = new int[TableTransfer.lpiCount(vm)];
        final Errno saved = transfer.save(vm, spis, lpis);
        if (saved == Errno.OK)
        {
            write(value.numbers[SPI_ADDRESS], spis);
            write(value.numbers[LPI_ADDRESS], lpis);
        }
        value.count = 0;

        return saved;
    }

    /** Replaces the tables by the buffers. */
    Errno restore(final KvmVm vm, final long attr, final AttrValue value)
    {
        Errno errno = check(vm, attr, true, value);
        if (errno == Errno.OK)
        {
            errno = checkRestorable(vm);
        }
        if (errno == Errno.OK && !hasBuffers(value))
        {
            errno = Errno.EFAULT;                                               // K-AT-74
        }

        return errno != Errno.OK ? errno : transfer.restore(
            vm, read(value.numbers[SPI_ADDRESS], vm.spis.count()),
            read(value.numbers[LPI_ADDRESS], TableTransfer.lpiCount(vm)));
    }

    /** Checks that the guest's table is the host's. */
    boolean isTableThere(final KvmVm vm)                                           // K-AT-77, K-SR-8
    {
        final int count = TableTransfer.lpiCount(vm);
        final boolean isHost = vm.lpiTable.exists() && commands.isTableValid(vm, L2Vmte.LPI_IST_WORD);

        return isHost == (count != 0) && (count == 0 || count == 1 << vm.lpiTable.idBits());
    }

    /** Checks that the LPI table that the guest's registers ask for can be made. */
    Errno checkRestorable(final KvmVm vm)
    {
        if (vm.lpiTable.exists())
        {
            return Errno.EBUSY;                                                 // K-AT-76
        }

        return TableTransfer.makesLpis(vm) && !frame.isGoodConfiguration(vm.irs) ? Errno.EINVAL : Errno.OK;
    }

    private static Errno check(final KvmVm vm, final long attr, final boolean isRestore, final AttrValue value)
    {
        if (attr != 0)
        {
            return Errno.ENXIO;
        }
        if (vm.isAnyInRun() || !vm.isInitialised || (isRestore && vm.hasAnyRun()))
        {
            return Errno.EBUSY;                                                 // K-AT-70, K-AT-71, K-AT-72
        }
        if (value.isNull())
        {
            return Errno.EINVAL;                                                // K-AT-73
        }
        if (value.isBad())
        {
            return Errno.EFAULT;                                                // K-AT-74
        }
        final long lpiBytes = (long)TableTransfer.lpiCount(vm) * L2Iste.LENGTH;
        final boolean isSpiSize = value.numbers[SPI_SIZE] == (long)vm.spis.count() * L2Iste.LENGTH;
        final boolean isLpiSize = value.numbers[LPI_SIZE] == lpiBytes &&
            (lpiBytes == 0) == (value.numbers[LPI_ADDRESS] == 0);

        return isSpiSize && isLpiSize ? Errno.OK : Errno.EINVAL;                // K-AT-75
    }

    private boolean hasBuffers(final AttrValue value)
    {
        return memory.contains(value.numbers[SPI_ADDRESS], value.numbers[SPI_SIZE]) &&
            (value.numbers[LPI_SIZE] == 0 || memory.contains(value.numbers[LPI_ADDRESS], value.numbers[LPI_SIZE]));
    }

    private int[] read(final long address, final int count)
    {
        final int[] entries = new int[count];
        for (int i = 0; i < count; i++)
        {
            entries[i] = host.driver.loadInt(address + (long)i * L2Iste.LENGTH);
        }

        return entries;
    }

    private void write(final long address, final int[] entries)
    {
        for (int i = 0; i < entries.length; i++)
        {
            host.driver.storeInt(address + (long)i * L2Iste.LENGTH, entries[i]);
        }
    }
}
