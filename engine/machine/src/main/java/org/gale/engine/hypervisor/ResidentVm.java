package org.gale.engine.hypervisor;

import org.gale.engine.config.Board;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.MigratingHost;
import org.gale.engine.machine.WordList;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsSaveVmStatusr;
import org.gale.tables.register.IrsSaveVmr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiVmr;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.register.IrsVmtCfgr;
import org.gale.tables.register.IrsVmtStatusr;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.VmIdBits;
import org.gale.tables.vm.VmTableShape;
import org.gale.tables.vm.Vpete;

/**
 * VM of a machine without a host kernel, as its entry in the VM table describes it: its VPEs, and linear tables of LPIs
 * and SPIs. A migration makes it again in the pages that it had, which are poisoned meanwhile. Owned by the machine's
 * thread.
 */
final class ResidentVm
{
    /** The most LPIs or SPIs that an image has. */
    static final int ID_BITS_MAX = 16;
    /** Id of no VM. */
    static final int NONE = -1;

    private static final int IMAGE_MASK = ~(L2Iste.PENDING.mask() | L2Iste.HWU.mask() | L2Iste.RES0.mask());
    private static final long POISON = 0xa5a5_a5a5_a5a5_a5a5L;
    private static final int POISON_INT = (int)POISON;
    private static final int VPE_LIMIT = 1 << 16;
    private static final int VPE_WORD_LIMIT = 2 * VPE_LIMIT;
    private static final int SPI_LIMIT = 1 << 16;

    private final HostDriver driver;
    private final Board board;
    private final int spiCount;
    private final UserMemory memory;
    /** Words of the VM's entry, without the bits that make it and its tables valid. */
    private final WordList entry = new WordList();
    /** Id and descriptor of each VPE, two words. */
    private final WordList vpes = new WordList();
    /** SPIs whose wires are handed to the VM. */
    private final WordList spis = new WordList();

    ResidentVm(final HostDriver driver, final MachineConfig config)
    {
        this.driver = driver;
        this.board = config.board();
        this.spiCount = config.value(MachineKeys.SPIS);
        this.memory = new UserMemory(config.ramBase(), config.ramBytes());
    }

    /** Reads a VM. Returns whether there is one, whose tables are linear, in RAM and no longer than an image. */
    boolean isThere(final int vmId)
    {
        if (!isValid(vmId) || !isInRam(word(vmId, L2Vmte.VPET_WORD)))
        {
            return false;
        }
        read(vmId);

        return isWhole(memory);
    }

    private boolean isInRam(final long vpet)
    {
        return memory.contains(L2Vmte.vpetAddress(vpet), (long)Vpete.LENGTH << L2Vmte.VPE_ID_BITS.getInt(vpet));
    }

    private static boolean isLinear(final long ist)
    {
        return !L2Vmte.isIstValid(ist) || (L2Vmte.STRUCTURE.get(ist) == 0 && L2Vmte.ISTSZ.get(ist) == 0 &&
            L2Vmte.ID_BITS.get(ist) <= ID_BITS_MAX);
    }

    /** Returns the lowest id that no VM has, or {@link #NONE}. */
    int freeId(final int besideVmId)
    {
        final int end = isTableValid() ? shape().entryCount() : 0;
        int vmId = 0;
        while (vmId < end && (vmId == besideVmId || isValid(vmId) || entryAddress(vmId) == NONE))
        {
            vmId++;
        }

        return vmId < end ? vmId : NONE;
    }

    private boolean isTableValid()
    {
        return IrsVmtBaser.VALID.isSet(driver.irsWide(IrsVmtBaser.OFFSET));
    }

    private VmTableShape shape()
    {
        final int cfgr = driver.irs(IrsVmtCfgr.OFFSET);

        return VmTableShape.of(new VmIdBits(IrsVmtCfgr.VM_ID_BITS.get(cfgr)), IrsVmtCfgr.STRUCTURE.isSet(cfgr));
    }

    /** Returns the address of the entry of an id, or {@link #NONE} where there is no table for it. */
    private long entryAddress(final int vmId)
    {
        final VmTableShape shape = shape();
        final long base = IrsVmtBaser.ADDR.address(driver.irsWide(IrsVmtBaser.OFFSET));
        final long l1Entry = shape.twoLevel() ? driver.load(base + shape.l1OffsetBytes(vmId)) : 0;
        if (shape.twoLevel() && !L1Vmte.isValid(l1Entry))
        {
            return NONE;
        }

        return (shape.twoLevel() ? L1Vmte.l2Address(l1Entry) : base) + shape.entryOffsetBytes(vmId);
    }

    private boolean isValid(final int vmId)
    {
        return isTableValid() && shape().contains(vmId) && entryAddress(vmId) != NONE &&
            L2Vmte.isValid(word(vmId, L2Vmte.VM_WORD));
    }

    private long word(final int vmId, final int index)
    {
        return driver.load(entryAddress(vmId) + (long)index * Long.BYTES);
    }

    private void word(final int vmId, final int index, final long word)
    {
        driver.store(entryAddress(vmId) + (long)index * Long.BYTES, word);
    }

    /** Reads where the tables of a VM are, and its VPEs. */
    void read(final int vmId)
    {
        entry.clear();
        vpes.clear();
        for (int i = 0; i < L2Vmte.WORD_COUNT; i++)
        {
            entry.add(word(vmId, i));
        }
        final long vpet = entry.word(L2Vmte.VPET_WORD);
        for (int vpeId = 0; vpeId < 1 << L2Vmte.VPE_ID_BITS.getInt(vpet); vpeId++)
        {
            final long vpete = driver.load(L2Vmte.vpetAddress(vpet) + (long)vpeId * Vpete.LENGTH);
            if (Vpete.isValid(vpete))
            {
                vpes.add(vpeId);
                vpes.add(Vpete.vpedAddress(vpete));
            }
        }
    }

    /** Finds the SPIs whose wires are handed to a VM. */
    void readSpis(final int vmId)
    {
        spis.clear();
        for (int spi = 0; spi < spiCount; spi++)
        {
            final int irs = board.irsOfSpi(spi);
            final long vmr = irs < 0 ? 0 : vmr(board.frame(MachineKeys.IRS_CONFIG, irs), spi);
            if (IrsSpiVmr.VIRT.isSet(vmr) && IrsSpiVmr.VM_ID.getInt(vmr) == vmId)
            {
                spis.add(spi);
            }
        }
    }

    private long vmr(final long frame, final int spi)
    {
        driver.storeInt(frame + IrsSpiSelr.OFFSET, IrsSpiSelr.ID.set(0, spi));

        return driver.load(frame + IrsSpiVmr.OFFSET);
    }

    /** Returns the entries that a table of the VM has, 0 without one. */
    int count(final int type)
    {
        final long ist = ist(type);

        return L2Vmte.isIstValid(ist) ? 1 << L2Vmte.ID_BITS.getInt(ist) : 0;
    }

    private long ist(final int type)
    {
        return entry.word(type == Intid.TYPE_SPI ? L2Vmte.SPI_IST_WORD : L2Vmte.LPI_IST_WORD);
    }

    private long entryAddress(final int type, final int id)
    {
        return L2Vmte.istAddress(ist(type)) + (long)id * Integer.BYTES;
    }

    /** Returns an entry of a table as RAM has it. */
    int entryOf(final int type, final int id)
    {
        return driver.loadInt(entryAddress(type, id));
    }

    /** Makes the IRS write what it holds of a VM to its tables. Returns whether nothing has changed meanwhile. */
    boolean isWrittenBack(final int vmId)                                       // B-SAV-2
    {
        final long query = IrsSaveVmr.Q.with(IrsSaveVmr.VM_ID.set(0, vmId), true);
        driver.irsWide(IrsSaveVmr.OFFSET, IrsSaveVmr.S.with(query, true));

        return driver.awaitIdle(IrsSaveVmStatusr.OFFSET) &&
            IrsSaveVmStatusr.Q.isSet(driver.irs(IrsSaveVmStatusr.OFFSET));
    }

    /** Makes a VM invalid, and fills its pages with a pattern. */
    void destroy(final int vmId)
    {
        driver.irs().unmapVm(vmId);
        driver.awaitIdle(IrsVmtStatusr.OFFSET);
        for (int i = 0; i < L2Vmte.WORD_COUNT; i++)
        {
            word(vmId, i, 0);
        }
        poison(Intid.TYPE_SPI);
        poison(Intid.TYPE_LPI);
        for (int i = 0; i < vpes.size(); i += 2)
        {
            driver.store(vpeteAddress((int)vpes.word(i)), POISON);
            driver.store(vpes.word(i + 1), POISON);
        }
    }

    private void poison(final int type)
    {
        for (int id = 0; id < count(type); id++)
        {
            driver.storeInt(entryAddress(type, id), POISON_INT);
        }
    }

    private long vpeteAddress(final int vpeId)
    {
        return L2Vmte.vpetAddress(entry.word(L2Vmte.VPET_WORD)) + (long)vpeId * Vpete.LENGTH;
    }

    /** Writes an entry of a table of an invalid VM, which is not pending. */
    void put(final int type, final int id, final int iste)
    {
        driver.storeInt(entryAddress(type, id), iste & IMAGE_MASK);             // B-SAV-6
    }

    /** Makes a VM of another id valid, whose tables are filled, with its VPEs and the wires of its SPIs. */
    void make(final int vmId)                                                   // B-VMT-4, B-VPE-3
    {
        final long vpet = entry.word(L2Vmte.VPET_WORD);
        for (int i = 0; i < vpes.size(); i += 2)
        {
            driver.store(vpes.word(i + 1), 0);
            driver.store(vpeteAddress((int)vpes.word(i)), Vpete.withVpedAddress(0, vpes.word(i + 1)));
        }
        word(vmId, L2Vmte.VM_WORD, L2Vmte.withValid(entry.word(L2Vmte.VM_WORD), false));
        word(vmId, L2Vmte.VPET_WORD, vpet);
        word(vmId, L2Vmte.LPI_IST_WORD, entry.word(L2Vmte.LPI_IST_WORD));
        word(vmId, L2Vmte.SPI_IST_WORD, entry.word(L2Vmte.SPI_IST_WORD));
        driver.irs().mapVm(vmId);
        driver.awaitIdle(IrsVmtStatusr.OFFSET);
        for (int i = 0; i < vpes.size(); i += 2)
        {
            driver.irs().mapVpe(vmId, (int)vpes.word(i));
            driver.awaitIdle(IrsVmtStatusr.OFFSET);
        }
        for (int i = 0; i < spis.size(); i++)
        {
            final int spi = (int)spis.word(i);
            final long frame = board.frame(MachineKeys.IRS_CONFIG, board.irsOfSpi(spi));
            driver.storeInt(frame + IrsSpiSelr.OFFSET, IrsSpiSelr.ID.set(0, spi));
            driver.store(frame + IrsSpiVmr.OFFSET, IrsSpiVmr.VM_ID.set(IrsSpiVmr.VIRT.mask(), vmId));
        }
    }

    /** Makes an interrupt of a VM pending. */
    void pend(final int vmId, final int type, final int id)
    {
        driver.execute(driver.anyPe(), GicInstruction.VDPEND, GicVdPend.of(vmId, Intid.of(type, id), true));
    }

    /** Passes the memory of each table of a VM of an id. */
    void tables(final int vmId, final MigratingHost.TableSink sink)
    {
        read(vmId);
        range("spis", Intid.TYPE_SPI, sink);
        range("lpis", Intid.TYPE_LPI, sink);
        final long vpet = entry.word(L2Vmte.VPET_WORD);
        sink.range("vpes", L2Vmte.vpetAddress(vpet), (long)Vpete.LENGTH << L2Vmte.VPE_ID_BITS.getInt(vpet));
    }

    /** Passes where the VM was through a stream. */
    void state(final StateStream stream)
    {
        entry.state(stream, L2Vmte.WORD_COUNT);
        vpes.state(stream, VPE_WORD_LIMIT);
        spis.state(stream, SPI_LIMIT);
    }

    /** Returns whether tables that were restored lie in RAM, and SPIs exist. */
    boolean isWhole(final UserMemory memory)
    {
        boolean isWhole = entry.size() == L2Vmte.WORD_COUNT && vpes.size() % 2 == 0 &&
            isLinear(entry.word(L2Vmte.LPI_IST_WORD)) && isLinear(entry.word(L2Vmte.SPI_IST_WORD)) &&
            isIn(memory, Intid.TYPE_SPI) && isIn(memory, Intid.TYPE_LPI);
        for (int i = 0; i < vpes.size() && isWhole; i += 2)
        {
            isWhole = vpes.word(i) >= 0 && vpes.word(i) < VPE_LIMIT && memory.contains(vpes.word(i + 1), Long.BYTES) &&
                memory.contains(vpeteAddress((int)vpes.word(i)), Vpete.LENGTH);
        }
        for (int i = 0; i < spis.size() && isWhole; i++)
        {
            isWhole = spis.word(i) >= 0 && spis.word(i) < spiCount && board.irsOfSpi((int)spis.word(i)) >= 0;
        }

        return isWhole;
    }

    private boolean isIn(final UserMemory memory, final int type)
    {
        return count(type) == 0 || memory.contains(entryAddress(type, 0), (long)count(type) * Integer.BYTES);
    }

    private void range(final String table, final int type, final MigratingHost.TableSink sink)
    {
        if (count(type) > 0)
        {
            sink.range(table, entryAddress(type, 0), (long)count(type) * Integer.BYTES);
        }
    }
}
