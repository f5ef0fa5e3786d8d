package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Outputs;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdHm;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicCdPri;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.SystemRegister;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Software that drives a machine by commands alone, as a kernel and its guests do. Each command goes through
 * {@link Gicv5Machine#apply} and stays on a tape, so that the same run can be made again. Owned by the test's thread.
 */
public final class Rig implements AutoCloseable
{
    public static final long RAM = 0x4000_0000L;
    public static final long IRS = 0x0801_0000L;
    public static final long SETLPI = 0x0802_0000L;
    public static final long ITS = 0x0810_0000L;
    public static final long TRANSLATE = 0x0811_0000L;
    public static final long IWB = 0x0820_0000L;
    public static final long VMT = RAM + 0x20_0000;
    /** Address of {@link #deviceTable}; the translation table of each device lies at {@link #itt}. */
    public static final long DT = RAM + 0x50_0000;
    public static final int PHYSICAL = -1;
    public static final int EL1 = 1;
    public static final int EL2 = 2;
    public static final int VEL1 = Commands.VEL1;
    public static final long VALID = 1L << 32;

    private static final long ACTION = 1L << 63;
    private static final long UNMAP = 1L << 62;

    private final Gicv5Machine machine;
    private final ExpandableArrayBuffer tape = new ExpandableArrayBuffer(1 << 16);
    private int tapeLength;
    private long irs = IRS;
    private int cr0 = 1;
    private Runnable afterEach = () -> { };

    /**
     * Creates a machine at reset.
     *
     * @param keys words of script.md#reference-machine
     */
    public Rig(final String keys)
    {
        this(new Gicv5Machine(config(keys)));
    }

    public Rig(final Gicv5Machine machine)
    {
        this.machine = machine;
    }

    public static MachineConfig config(final String keys)
    {
        return MachineConfig.parse(keys.isEmpty() ? List.of() : List.of(keys.split(" ")));
    }

    /**
     * Returns the owner that tests name by a VM.
     *
     * @param vmId number of a VM, or {@link #PHYSICAL}
     * @return the encoded {@link OwnerId}
     */
    public static int owner(final int vmId)
    {
        final int physical = OwnerId.physical(0, 1);

        return vmId == PHYSICAL ? physical : OwnerId.vm(physical, vmId);
    }

    public static int lpi(final int id)
    {
        return Intid.of(Intid.TYPE_LPI, id);
    }

    public static int spi(final int id)
    {
        return Intid.of(Intid.TYPE_SPI, id);
    }

    public static int ppi(final int id)
    {
        return Intid.of(Intid.TYPE_PPI, id);
    }

    /** Returns the address of the linear translation table of a device below 256, of up to 512 events. */
    public static long itt(final int deviceId)
    {
        return DT + 0x1_0000 + deviceId * 0x1000L;
    }

    public Gicv5Machine machine()
    {
        return machine;
    }

    public PhysicalMemory ram()
    {
        return machine.memory();
    }

    public DirectBuffer tape()
    {
        return tape;
    }

    public int tapeLength()
    {
        return tapeLength;
    }

    public void afterEach(final Runnable action)
    {
        afterEach = action;
    }

    /** Returns the outputs of a kind that the last command put out, the words of each. */
    public List<long[]> outputs(final int kind)
    {
        final List<long[]> found = new ArrayList<>();
        final Outputs log = machine.outputs();
        for (int i = 0; i < log.words(); i += Outputs.length(log.word(i)))
        {
            if (Outputs.kind(log.word(i)) == kind)
            {
                found.add(Outputs.length(log.word(i)) == 2 ?
                    new long[]{log.word(i), log.word(i + 1)} : new long[]{log.word(i)});
            }
        }

        return found;
    }

    public long load(final long address, final int sizeBytes)
    {
        return apply(Commands.load(tape, tapeLength, address, sizeBytes));
    }

    public void store(final long address, final int sizeBytes, final long value)
    {
        apply(Commands.store(tape, tapeLength, address, sizeBytes, value));
    }

    public void write(final long address, final byte[] bytes)
    {
        apply(Commands.ram(tape, tapeLength, address, bytes, 0, bytes.length));
    }

    /** Accesses another IRS from now on, and links CPU interfaces where they are enabled. */
    public void irsFrame(final long address)
    {
        irs = address;
        cr0 = 3;
    }

    public int irs(final int offset)
    {
        return (int)load(irs + offset, 4);
    }

    public long irsLong(final int offset)
    {
        return load(irs + offset, 8);
    }

    public void irs(final int offset, final int value)
    {
        store(irs + offset, 4, Integer.toUnsignedLong(value));
    }

    public void irsLong(final int offset, final long value)
    {
        store(irs + offset, 8, value);
    }

    public long insn(final int pe, final int el, final GicInstruction instruction, final long operand)
    {
        return apply(Commands.insn(tape, tapeLength, pe, el, instruction.code(), operand));
    }

    public long sysr(final int pe, final int el, final SystemRegister register)
    {
        return apply(Commands.sysr(tape, tapeLength, pe, el, register.code()));
    }

    public void sysw(final int pe, final int el, final SystemRegister register, final long value)
    {
        apply(Commands.sysw(tape, tapeLength, pe, el, register.code(), value));
    }

    public void msi(final int deviceId, final int eventId)
    {
        tape.putLong(tapeLength, Commands.msi(deviceId, eventId, 0));
        apply(tapeLength + Long.BYTES);
    }

    public void msiLong(final int deviceId, final int eventId)
    {
        msiLong(0, deviceId, eventId);
    }

    public void msiLong(final int its, final int deviceId, final int eventId)
    {
        apply(Commands.msiLong(tape, tapeLength, its, deviceId, eventId));
    }

    public void turn(final int pe, final int budget)
    {
        tape.putLong(tapeLength, Commands.turn(pe, budget));
        apply(tapeLength + Long.BYTES);
    }

    public void wire(final int kind, final int owner, final int id, final boolean high)
    {
        apply(Commands.wire(tape, tapeLength, kind, owner, id, high));
    }

    public void ppi(final int pe, final int id, final boolean high)
    {
        wire(Commands.WIRE_PPI, pe, id, high);
    }

    public void spi(final int id, final boolean high)
    {
        wire(Commands.WIRE_SPI, 0, id, high);
    }

    public void enableIrs()
    {
        irs(Registers.IRS_CR0, 1);
    }

    public void enableCpu(final int pe, final int mask)
    {
        sysw(pe, EL1, SystemRegister.ICC_PCR_EL1, mask);
        sysw(pe, EL1, SystemRegister.ICC_CR0_EL1, cr0);
    }

    public void enableGuest(final int pe, final int mask)
    {
        sysw(pe, EL2, SystemRegister.ICH_VMCR_EL2, (long)mask << 27 | 1);
    }

    public void physicalIst(final Ist ist)
    {
        writeL1(ist, true);
        irs(Registers.IRS_IST_CFGR, ist.cfgr());
        irsLong(Registers.IRS_IST_BASER, ist.base() | 1);
    }

    /** Makes a linear device table of 256 devices valid, and an ITS enabled. */
    public void deviceTable()
    {
        deviceTable(ITS);
    }

    public void deviceTable(final long its)
    {
        store(its + Registers.ITS_DT_CFGR, 4, 8);
        store(its + Registers.ITS_DT_BASER, 8, DT);
        store(its + Registers.ITS_CR0, 4, 1);
    }

    public void device(final int deviceId)
    {
        store(DT + 8L * deviceId, 8, itt(deviceId) | 1 | 9L << 59);
    }

    public void mapEvent(final int deviceId, final int eventId, final int vmId, final int lpiId)
    {
        store(itt(deviceId) + 8L * eventId, 8,
            1L << 31 | lpiId | (vmId == PHYSICAL ? 0 : 1L << 30 | (long)vmId << 32));
    }

    public void vmTable()
    {
        irs(Registers.IRS_VMT_CFGR, 8);
        irsLong(Registers.IRS_VMT_BASER, VMT | 1);
    }

    /**
     * Makes a VM valid, its VPEs 0 to {@code vpeCount − 1} and its tables.
     *
     * @param vpet address of its VPE table, of 4 VPE ids
     * @param lpis its LPIs, or null
     * @param spis its SPIs, or null
     */
    public void vm(final int vmId, final long vpet, final int vpeCount, final Ist lpis, final Ist spis)
    {
        describeVm(vmId, vpet, 2, lpis, spis);
        mapVm(vmId, false);
        for (int vpeId = 0; vpeId < vpeCount; vpeId++)
        {
            mapVpe(vmId, vpeId);
        }
        if (lpis != null)
        {
            mapVist(vmId, Intid.TYPE_LPI, false);
        }
        if (spis != null)
        {
            mapVist(vmId, Intid.TYPE_SPI, false);
        }
    }

    /**
     * Makes a VM valid with VPEs 0 to 3, LPIs in a linear table and 64 SPIs, all in a megabyte of its own.
     *
     * @return the table of its LPIs
     */
    public Ist simpleVm(final int vmId, final int lpiIdBits)
    {
        final long base = RAM + 0x100_0000 + vmId * 0x10_0000L;
        final Ist lpis = Ist.linear(base + 0x1_0000, lpiIdBits);
        vm(vmId, base, 4, lpis, Ist.linear(base + 0x1000, 6));

        return lpis;
    }

    public void describeVm(final int vmId, final long vpet, final int vpeIdBits, final Ist lpis, final Ist spis)
    {
        final long vmte = VMT + vmId * 32L;
        store(vmte + 8, 8, vpet | (long)vpeIdBits << 59);
        store(vmte + 16, 8, lpis == null ? 0 : lpis.descriptor());
        store(vmte + 24, 8, spis == null ? 0 : spis.descriptor());
        if (lpis != null)
        {
            writeL1(lpis, true);
        }
        if (spis != null)
        {
            writeL1(spis, true);
        }
    }

    public void mapVm(final int vmId, final boolean unmap)
    {
        irsLong(Registers.IRS_VMAP_VMR, ACTION | (unmap ? UNMAP : 0) | vmId);
    }

    public void mapVpe(final int vmId, final int vpeId)
    {
        irsLong(Registers.IRS_VMAP_VPER, ACTION | (long)vmId << 32 | vpeId);
    }

    public void mapVist(final int vmId, final int type, final boolean unmap)
    {
        irsLong(Registers.IRS_VMAP_VISTR, ACTION | (unmap ? UNMAP : 0) | (long)vmId << 32 | (long)type << 29);
    }

    public void mapL2Vist(final int vmId, final int intid)
    {
        irsLong(Registers.IRS_VMAP_L2_VISTR, ACTION | (long)vmId << 32 | intid);
    }

    /**
     * Writes the level 1 entries of a two-level table.
     *
     * @param valid true to write them as valid, false to leave that to a map register
     */
    public void writeL1(final Ist ist, final boolean valid)
    {
        for (int i = 0; ist.twoLevel() && i < ist.l1Entries(); i++)
        {
            store(ist.base() + 8L * i, 8, ist.l2Address(i) | (valid ? 1 : 0));
        }
    }

    public void doorbell(final int vmId, final int vpeId, final int lpiId, final int mask, final boolean request)
    {
        selectVpe(vmId, vpeId);
        irsLong(Registers.IRS_VPE_DBR, 1L << 63 | (request ? 1L << 62 : 0) | (long)mask << 32 | lpiId);
    }

    public void selectVpe(final int vmId, final int vpeId)
    {
        irsLong(Registers.IRS_VPE_SELR, ACTION | (long)vpeId << 32 | vmId);
    }

    public boolean enter(final int pe, final int vmId, final int vpeId)
    {
        sysw(pe, EL2, SystemRegister.ICH_CONTEXTR_EL2, 1L << 63 | (long)vpeId << 32 | vmId);

        return (sysr(pe, EL2, SystemRegister.ICH_CONTEXTR_EL2) & 1L << 62) == 0;
    }

    public void leave(final int pe, final int doorbellMask)
    {
        sysw(pe, EL2, SystemRegister.ICH_CONTEXTR_EL2, doorbellMask < 0 ? 0 : 1L << 60 | (long)doorbellMask << 55);
    }

    public void pend(final int pe, final int el, final int intid, final boolean pending)
    {
        insn(pe, el, GicInstruction.CDPEND, GicCdPend.of(intid, pending));
    }

    public void enable(final int pe, final int el, final int intid, final boolean enable)
    {
        insn(pe, el, enable ? GicInstruction.CDEN : GicInstruction.CDDIS, Integer.toUnsignedLong(intid));
    }

    public void priority(final int pe, final int el, final int intid, final int priority)
    {
        insn(pe, el, GicInstruction.CDPRI, GicCdPri.of(intid, priority));
    }

    public void target(final int pe, final int el, final int intid, final int iaffid, final boolean oneOfN)
    {
        insn(pe, el, GicInstruction.CDAFF, GicCdAff.of(intid, iaffid, oneOfN));
    }

    public void handlingMode(final int pe, final int el, final int intid, final boolean level)
    {
        insn(pe, el, GicInstruction.CDHM, GicCdHm.HM.with(Integer.toUnsignedLong(intid), level));
    }

    /**
     * Executes CDIA.
     *
     * @return the INTID, or 0 if there is none
     */
    public int acknowledge(final int pe, final int el)
    {
        final long result = insn(pe, el, GicInstruction.CDIA, 0);
        assertEquals(result != 0, (result & VALID) != 0, "VALID of " + Long.toHexString(result));

        return (int)result;
    }

    public void drop(final int pe, final int el)
    {
        insn(pe, el, GicInstruction.CDEOI, 0);
    }

    public void deactivate(final int pe, final int el, final int intid)
    {
        insn(pe, el, GicInstruction.CDDI, Integer.toUnsignedLong(intid));
    }

    /** Executes a VD instruction that names a VM; {@code more} are the bits above 47, and 28. */
    public void vd(final GicInstruction instruction, final int vmId, final int intid, final long more)
    {
        insn(0, EL2, instruction, Integer.toUnsignedLong(intid) | (long)vmId << 32 | more);
    }

    public void virtualPend(final int vmId, final int intid, final boolean pending)
    {
        vd(GicInstruction.VDPEND, vmId, intid, pending ? 1L << 63 : 0);
    }

    /** Returns the encoded L2_ISTE of an interrupt, or −1 if it cannot be reached. */
    public long entry(final int vmId, final int intid)
    {
        return machine.queries().entry(owner(vmId), intid);
    }

    /** The accounting of a VM or of {@link #PHYSICAL}, or null if it never had one. */
    public Ledger ledger(final int vmId)
    {
        return machine.accounts().ledger(owner(vmId));
    }

    public long entry(final int intid)
    {
        return entry(PHYSICAL, intid);
    }

    @Override
    public void close()
    {
        machine.close();
    }

    private long apply(final int next)
    {
        machine.outputs().clear();
        assertEquals(next, machine.apply(tape, tapeLength), "length of the command");
        tapeLength = next;
        final long value = machine.outputs().lastValue();
        afterEach.run();

        return value;
    }
}
