package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;
import org.gale.tables.vm.L2Vmte;

/**
 * Witness of the entries of VMs in RAM: they are valid, and so are the interrupt state tables that the IRS uses, and no
 * others (B-VMT-6, B-VMT-9). Where an entry names no table, or another one, a save of the VM's state from RAM loses
 * what is pending. The witness compares after commands that map, and after verbs of KVM that may. A VM into whose entry
 * software stored while it was valid is left out until it goes. Owned by the thread that owns the machine.
 */
final class VmTableWitness
{
    private static final int FRAME_MASK = 0xffff;
    private static final int VMAP_VMR = 0x2c8;
    private static final int VMAP_VISTR = 0x2d0;
    private static final int VM_MASK = 0xffff;
    private static final String[] NAMES = {"LPI", "SPI"};

    private final WitnessSink sink;
    private final PhysicalMemory memory;
    private final InterruptQueries queries;
    private final Machine machine;
    /** VMs into whose entry software stored, and those that were reported. */
    private final IntHashSet passed = new IntHashSet();
    /** VM that the command maps, or −1; which tables it uses, a bit each, and how many events it was offered. */
    private int mapped = -1;
    private int mappedTables;
    private long mappedOffered;

    /** Makes the witness of a machine that is a GICv5. */
    VmTableWitness(final Machine machine, final InterruptQueries queries, final WitnessSink sink)
    {
        this.machine = machine;
        this.queries = queries;
        this.sink = sink;
        memory = machine.memory();
    }

    /** Takes note of the VM that a store maps, before it is applied. */
    void before(final DirectBuffer frame, final int offset)
    {
        final int register = (int)frame.getLong(offset + Long.BYTES) & FRAME_MASK;
        final long value = frame.getLong(offset + 2 * Long.BYTES);
        final int vmId = (int)(register == VMAP_VISTR ? value >>> Integer.SIZE : value) & VM_MASK;
        mapped = -1;
        if ((register == VMAP_VISTR || register == VMAP_VMR) && queries.isVmValid(vmId))
        {
            mapped = vmId;
            mappedTables = tables(vmId);
            mappedOffered = offered(vmId);
        }
    }

    /** Returns which tables of a VM are in use: bit 0 LPIs, bit 1 SPIs. */
    private int tables(final int vmId)
    {
        final int owner = machine.accounts().vmOwner(vmId);

        return (queries.table(owner, Intid.TYPE_LPI) == null ? 0 : 1) |
            (queries.table(owner, Intid.TYPE_SPI) == null ? 0 : 2);
    }

    private long offered(final int vmId)
    {
        final Ledger ledger = machine.accounts().ledger(machine.accounts().vmOwner(vmId));

        return ledger == null ? 0 : ledger.offered();
    }

    /**
     * Compares a VM that was mapped anew: what is in use already carries nothing in (B-VMT-7, B-VMT-9). Events that
     * wait may come in with the same command, so that ops.order leaves the comparison out.
     */
    private void compareMapped()
    {
        if (mapped >= 0 && machine.unsyncedEvents() == null && queries.isVmValid(mapped) &&
            tables(mapped) == mappedTables && offered(mapped) != mappedOffered)
        {
            sink.broken(false, "VM " + mapped, " was mapped though it is in use, and the pending interrupts of its " +
                "tables came in once more (B-VMT-9)");
        }
    }

    /** Follows a command that was applied. */
    void applied(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        switch (CommandWord.opcode(word))
        {
            case CommandWord.STORE:
                stored(frame.getLong(offset + Long.BYTES), Commands.sizeBytes(word));
                break;
            case CommandWord.RAM:
                passAt(frame.getLong(offset + Long.BYTES), Commands.ramBytes(word));
                break;
            case CommandWord.HOST:
                if (maps(word))
                {
                    compare();
                }
                break;
            default:
                break;
        }
    }

    /** Returns whether a command stores, or may map a table of a VM. */
    boolean concerns(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);
        final int opcode = CommandWord.opcode(word);

        return opcode == CommandWord.STORE || opcode == CommandWord.RAM || (opcode == CommandWord.HOST && maps(word));
    }

    private void stored(final long address, final int sizeBytes)
    {
        final int register = (int)address & FRAME_MASK;
        if (memory.contains(address, sizeBytes))
        {
            passAt(address, sizeBytes);
        }
        else if (HostRegisters.maps(register))
        {
            compareMapped();
            compare();
        }
    }

    /** Returns whether a verb may map or unmap a table: entries and exits, lines and queries do not. */
    private static boolean maps(final long word)
    {
        final KvmVerb verb = Commands.hostFamily(word) == KvmVerb.FAMILY ? KvmVerb.of(word) : null;

        return verb != null && switch (verb)
        {
            case SET_ATTR, MMIO_WRITE, COMMAND, RESTORE, DESTROY_VM -> true;
            default -> false;
        };
    }

    /** Leaves out the VMs whose entries software stores into. */
    private void passAt(final long address, final long lengthBytes)
    {
        for (int vmId = queries.nextVm(0); vmId >= 0; vmId = queries.nextVm(vmId + 1))
        {
            final long entry = queries.vmteAddress(vmId);
            if (address < entry + L2Vmte.LENGTH && entry < address + lengthBytes)
            {
                passed.add(vmId);
            }
        }
    }

    private void compare()
    {
        passed.removeIfInt(vmId -> !queries.isVmValid(vmId));
        for (int vmId = queries.nextVm(0); vmId >= 0; vmId = queries.nextVm(vmId + 1))
        {
            final long entry = queries.vmteAddress(vmId);
            if (!passed.contains(vmId) && memory.contains(entry, L2Vmte.LENGTH) && !isShared(entry))
            {
                compare(vmId, entry);
            }
        }
    }

    /** Returns whether a live interrupt state table lies where an entry does, which its own events may change. */
    private boolean isShared(final long entry)
    {
        return memory.holdsLiveTable(memory.offsetOf(entry)) ||
            memory.holdsLiveTable(memory.offsetOf(entry + L2Vmte.LENGTH - 1));
    }

    private void compare(final int vmId, final long entry)
    {
        if (!L2Vmte.isValid(memory.loadLong(entry)))
        {
            found(vmId, " is in use, but its entry in RAM is not valid (B-VMT-6)");
            return;
        }
        final int owner = machine.accounts().vmOwner(vmId);
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final boolean isUsed = queries.table(owner, type) != null;
            if (isUsed != L2Vmte.isIstValid(memory.loadLong(entry + (long)type * Long.BYTES)))
            {
                found(vmId, ": its " + NAMES[type - Intid.TYPE_LPI] + " table is " + (isUsed ?
                    "in use, but not valid in RAM: its pending interrupts are lost (B-VMT-9)" :
                    "valid in RAM, but not in use (B-VMT-9)"));
                return;
            }
        }
    }

    private void found(final int vmId, final String sentence)
    {
        passed.add(vmId);
        sink.broken(true, "VM " + vmId, sentence);
    }
}
