package org.gale.tests.simulator;

import java.util.List;

/**
 * Checks of a drawn session of a KVM host, which see what a client sees: entries of the VMs' tables in RAM, signals,
 * and who is woken. A finding is noted, and the model goes on with what the machine has. Owned by one thread.
 */
final class KvmTextChecks extends KvmChecks
{
    private static final long VMT_BASER = 0x0801_0200L;
    private static final long VMT_CFGR = 0x0801_0210L;
    private static final long ADDRESS = 0x00ff_ffff_ffff_fff8L;
    private static final int TWO_LEVELS = 1 << 16;
    private static final int VMTE_BYTES = 32;
    private static final int VMS_OF_A_TABLE = 128;
    private static final int LPI_WORD = 2;
    private static final int SPI_WORD = 3;
    private static final int VMS_LIMIT = 64;
    private static final int HWU = 3 << 9;
    private static final int INTERVAL = 2;

    private int count;
    private long root;
    private boolean isTwoLevel;

    KvmTextChecks(final HostScript script)
    {
        super(script);
    }

    @Override
    void all()
    {
        if (++count % INTERVAL != 0)
        {
            return;
        }
        for (final ModelVm vm : vms())
        {
            if (!vm.isInvalid)
            {
                checkEntries(vm, vm.spis);
                checkEntries(vm, vm.lpis);
                vm.vcpus.forEach(this::checkAnnounced);
            }
        }
    }

    @Override
    void checkEntries(final ModelVm vm, final List<ModelInterrupt> interrupts)
    {
        if (interrupts.isEmpty())
        {
            return;
        }
        final boolean isLpi = interrupts == vm.lpis;
        final long table = table(vm.vmId, isLpi ? LPI_WORD : SPI_WORD);
        final String bytes = script.query("read " + table + ' ' + interrupts.size() * Integer.BYTES);
        for (int i = 0; i < interrupts.size(); i++)
        {
            final int at = "OK 0x".length() + i * 2 * Integer.BYTES;
            final int word =
                Integer.reverseBytes(Integer.parseUnsignedInt(bytes.substring(at, at + 2 * Integer.BYTES), 16)) & ~HWU;
            compare(vm, interrupts.get(i), word);
        }
    }

    @Override
    int nextVm(final int from)
    {
        for (int vmId = from; vmId < VMS_LIMIT; vmId++)
        {
            final long entry = vmte(vmId);
            if (entry != 0 && (script.value("readq " + entry) & 1) != 0)
            {
                return vmId;
            }
        }

        return -1;
    }

    @Override
    boolean isSignalled(final int pe)
    {
        return script.query("signal " + pe).contains("virq=1");
    }

    private void compare(final ModelVm vm, final ModelInterrupt interrupt, final int word)
    {
        if (interrupt.word() == word)
        {
            return;
        }
        final boolean isPending = (word & 1) != 0;
        script.note(false, interrupt.isPending() == isPending ? "P3" : isPending ? "P2" : "P1",
            "VM " + vm.number + " INTID 0x" + Integer.toHexString(interrupt.intid()) + " is 0x" +
            Integer.toHexString(word) + " instead of 0x" + Integer.toHexString(interrupt.word()));
        interrupt.adopt(word);
    }

    /** Returns the address of a table of a VM, of two levels the first table of the second. */
    private long table(final int vmId, final int section)
    {
        final long word = script.value("readq " + (vmte(vmId) + (long)section * Long.BYTES));
        final long table = word & ADDRESS & ~63L;

        return (word >>> 58 & 1) == 0 ? table : script.value("readq " + table) & ADDRESS & ~0xfffL;
    }

    private long vmte(final int vmId)
    {
        if (root == 0)
        {
            root = script.value("readq " + VMT_BASER) & ADDRESS;
            isTwoLevel = (script.value("readl " + VMT_CFGR) & TWO_LEVELS) != 0;
        }
        if (!isTwoLevel)
        {
            return root + (long)vmId * VMTE_BYTES;
        }
        final long table = script.value("readq " + (root + (long)(vmId / VMS_OF_A_TABLE) * Long.BYTES)) & ADDRESS &
            ~0xfffL;

        return table == 0 ? 0 : table + (long)(vmId % VMS_OF_A_TABLE) * VMTE_BYTES;
    }
}
