package org.gale.engine.hypervisor;

import static org.gale.engine.machine.FrameRegister.wide;
import static org.gale.engine.machine.FrameRegister.word;
import static org.gale.engine.machine.FrameRegister.words;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmStep;
import org.gale.engine.config.KvmKernel;
import org.gale.engine.machine.FrameRegister;
import org.gale.engine.machine.RegisterTable;
import org.gale.tables.field.Field;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.Cidr;
import org.gale.tables.register.Devarch;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr5;
import org.gale.tables.register.IrsIdr6;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiDomainr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;
import org.gale.tables.register.IrsSyncStatusr;

/**
 * Configuration frame of the IRS that KVM shows to a guest, as a table of registers. Each access names the VM whose
 * frame it is. Registers that are absent are RAZ/WI; every operation completes at once, so that IDLE reads 1.
 */
final class GuestFrame
{
    /** Bytes of the two frames: configuration and SETLPI (K-AT-1). */
    static final int FRAMES_BYTES = 0x20000;

    private static final int CONFIG_BYTES = 0x10000;
    private static final int IDLE = 1;
    private static final int DPS = 1;
    private static final int CR1_MASK = Field.maskOf(IrsCr1.FIELDS);
    /** Bits of IST_CFGR that hold something. */
    static final int IST_CFGR_MASK = Field.maskOf(IrsIstCfgr.FIELDS);
    /** IIDR of product KVM, variant and revision 0, implementer Arm (K-IRS-12). */
    private static final int KVM_IIDR = Iidr.PRODUCT_ID.set(Iidr.IMPLEMENTER.set(0, 0x43b), 0x4b);
    /** AIDR of an IRS, version 5.0 (K-IRS-12). */
    private static final int KVM_AIDR = Aidr.COMPONENT.set(0, Aidr.COMPONENT_IRS);

    private final KvmHost host;
    private final IrqLine lines;
    private final DoorbellCommands commands;
    private final KvmResidency residency;
    private final KvmKernel kernel;
    private RegisterTable registers;
    /** VM whose frame is accessed. */
    private KvmVm vm;
    /** True while a guest accesses its frame, false for user space. */
    private boolean isGuest;

    GuestFrame(
        final KvmHost host,
        final IrqLine lines,
        final DoorbellCommands commands,
        final KvmResidency residency,
        final KvmKernel kernel)
    {
        this.kernel = kernel;
        this.host = host;
        this.lines = lines;
        this.commands = commands;
        this.residency = residency;
    }

    /** Returns what a guest's load reads. */
    long load(final KvmVm of, final int offset, final int sizeBytes)
    {
        return isAccess(offset) ? registers(of, true).read(offset, sizeBytes) : 0;      // K-IRS-10, B-GEN-9, K-AT-63
    }

    /** Takes a guest's store. */
    void store(final KvmVm of, final int offset, final int sizeBytes, final long value)
    {
        if (isAccess(offset))
        {
            registers(of, true).write(offset, sizeBytes, value);
        }
    }

    /**
     * Reads a 32-bit register for user space, which sees IDLE alone in the status registers (K-AT-56).
     *
     * @return its value, 0 where there is none
     */
    int read(final KvmVm of, final int register)
    {
        return (int)registers(of, false).read(register, Integer.BYTES);
    }

    /** Takes a store of user space to a register that it writes as the guest does: a selection, CR1, a trigger mode. */
    void write(final KvmVm of, final int register, final int value)
    {
        registers(of, false).write(register, Integer.BYTES, value);
    }

    /** Returns the registers, with the frame of a VM behind them. The table is made with the first access. */
    private RegisterTable registers(final KvmVm of, final boolean asGuest)
    {
        vm = of;
        isGuest = asGuest;
        if (registers == null)
        {
            registers = new RegisterTable(Stream.of(identification(), control(), selections(), lpis())
                .flatMap(List::stream).toList());
        }

        return registers;
    }

    private List<FrameRegister> identification()                                // K-IRS-1
    {
        return List.of(
            word("IRS_IDR0", IrsIdr0.OFFSET, IrsIdr0.FIELDS)
                .readOnly(() -> vm.irs.idr0(host)),
            word("IRS_IDR1", IrsIdr1.OFFSET, IrsIdr1.FIELDS).readOnly(this::idr1),
            word("IRS_IDR2", IrsIdr2.OFFSET, IrsIdr2.FIELDS).readOnly(this::idr2),
            word("IRS_IDR5", IrsIdr5.OFFSET, IrsIdr5.FIELDS).readOnly(() -> vm.spis.count()),
            word("IRS_IDR6", IrsIdr6.OFFSET, IrsIdr6.FIELDS).readOnly(() -> vm.spis.count()),
            word("IRS_IIDR", Iidr.OFFSET, Iidr.FIELDS).readOnly(() -> KVM_IIDR),            // K-IRS-12
            word("IRS_AIDR", Aidr.OFFSET, Aidr.FIELDS).readOnly(() -> KVM_AIDR),
            ofHost("IRS_DEVARCH", Devarch.OFFSET, Devarch.FIELDS),
            words("IRS_CIDR", Cidr.OFFSET, List.of(), Cidr.COUNT)
                .readOnly(n -> host.driver.irs(Cidr.OFFSET + n * Integer.BYTES)));
    }

    private List<FrameRegister> control()
    {
        return List.of(
            word("IRS_CR0", IrsCr0.OFFSET, IrsCr0.FIELDS).readWrite(
                () -> IrsCr0.IRSEN.with(IrsCr0.IDLE.mask(), vm.irs.isEnabled),
                value -> enable(IrsCr0.IRSEN.isSet(value))),                    // K-IRS-2
            word("IRS_CR1", IrsCr1.OFFSET, IrsCr1.FIELDS)
                .readWrite(() -> vm.irs.cr1, value -> vm.irs.cr1 = value & CR1_MASK),
            word("IRS_SYNC_STATUSR", IrsSyncStatusr.OFFSET, IrsSyncStatusr.FIELDS).readOnly(() -> IDLE));
    }

    private List<FrameRegister> selections()                                    // K-IRS-3, K-IRS-4
    {
        return List.of(
            word("IRS_SPI_SELR", IrsSpiSelr.OFFSET, IrsSpiSelr.FIELDS)
                .readWrite(() -> vm.irs.spiSelr, value -> vm.irs.spiSelr = value & GuestIrs.NO_SPI),
            word("IRS_SPI_DOMAINR", IrsSpiDomainr.OFFSET, IrsSpiDomainr.FIELDS)
                .readOnly(() -> InterruptDomain.NON_SECURE),
            word("IRS_SPI_CFGR", IrsSpiCfgr.OFFSET, IrsSpiCfgr.FIELDS).readWrite(
                () -> hasSpi() && vm.spis.isLevel(vm.irs.spiSelr) ? 1 : 0, this::triggerMode),
            word("IRS_SPI_STATUSR", IrsSpiStatusr.OFFSET, IrsSpiStatusr.FIELDS)
                .readOnly(() -> IrsSpiStatusr.V.with(IDLE, isGuest && hasSpi())),
            word("IRS_PE_SELR", IrsPeSelr.OFFSET, IrsPeSelr.FIELDS)
                .readWrite(() -> vm.irs.peSelr, value -> vm.irs.peSelr = value & GuestIrs.NO_PE),
            word("IRS_PE_STATUSR", IrsPeStatusr.OFFSET, IrsPeStatusr.FIELDS).readOnly(this::peStatus),
            word("IRS_PE_CR0", IrsPeCr0.OFFSET, IrsPeCr0.FIELDS).readOnly(() -> hasPe() ? DPS : 0));
    }

    private List<FrameRegister> lpis()
    {
        return List.of(
            wide("IRS_IST_BASER", IrsIstBaser.OFFSET, IrsIstBaser.FIELDS)
                .readWrite(FrameRegister.OtherHalf.HELD, () -> vm.irs.istBaser, this::writeBaser),
            word("IRS_IST_CFGR", IrsIstCfgr.OFFSET, IrsIstCfgr.FIELDS)
                .readWrite(() -> vm.irs.istCfgr, this::writeCfgr),
            word("IRS_IST_STATUSR", IrsIstStatusr.OFFSET, IrsIstStatusr.FIELDS).readOnly(() -> IDLE));
    }

    private FrameRegister ofHost(final String name, final int offset, final List<Field> fields)
    {
        return word(name, offset, fields).readOnly(() -> host.driver.irs(offset));
    }

    private void triggerMode(final int value)                                   // K-IRS-5
    {
        if (hasSpi())
        {
            lines.triggerMode(vm, vm.irs.spiSelr, (value & 1) != 0);
        }
    }

    private void writeCfgr(final int value)
    {
        if (!IrsIstBaser.VALID.isSet(vm.irs.istBaser))                          // K-IRS-6
        {
            vm.irs.istCfgr = value & IST_CFGR_MASK;
        }
    }

    private void enable(final boolean enabled)                                  // K-IRS-2
    {
        if (vm.irs.isEnabled != enabled)
        {
            vm.irs.isEnabled = enabled;
            residency.reload(vm);
        }
    }

    /**
     * Takes a write of IRS_IST_BASER. VALID acts only in a write that carries it: in another one it is as it was.
     *
     * @param value with the half that was not written as it was
     */
    private void writeBaser(final long value)                                   // M-HALF
    {
        final boolean isValid = IrsIstBaser.VALID.isSet(vm.irs.istBaser);
        final boolean becomesValid = IrsIstBaser.VALID.isSet(value);
        if (isValid)
        {
            if (!becomesValid && makeInvalid())                                 // K-IRS-7: the address is fixed
            {
                // The register takes what was written, the address, too.
                vm.irs.istBaser = IrsIstBaser.ADDR.address(value);
            }
        }
        else if (!becomesValid)
        {
            vm.irs.istBaser = IrsIstBaser.ADDR.address(value);
        }
        else if (isGoodConfiguration(vm.irs) && makeValid(vm) == Errno.OK)      // K-IRS-8
        {
            vm.irs.istBaser = IrsIstBaser.VALID.with(IrsIstBaser.ADDR.address(value), true);
        }
    }

    private boolean isAccess(final int offset)
    {
        return kernel.hasIrs() && offset < CONFIG_BYTES;
    }

    /** Allocates the host's table for the guest's LPIs and makes it valid. */
    Errno makeValid(final KvmVm of)                                                // K-IRS-8, K-IRS-11, K-CMD-15
    {
        if (of.lpiTable.exists())
        {
            return Errno.EBUSY;                                                 // K-CMD-22
        }
        final int idBits = IrsIstCfgr.LPI_ID_BITS.get(of.irs.istCfgr);
        if (!of.lpiTable.allocate(host, KvmStep.LPI_IST, idBits, true))
        {
            return Errno.ENOMEM;
        }
        final Errno errno = commands.makeLpisValid(of);
        if (errno != Errno.OK && errno != Errno.ETIMEDOUT)
        {
            of.lpiTable.free(host);
        }

        return errno;
    }

    /** Returns whether the guest's IST_CFGR may become valid: 4-byte entries, linear, as many ID bits as offered. */
    boolean isGoodConfiguration(final GuestIrs irs)                             // K-IRS-8
    {
        final int idBits = IrsIstCfgr.LPI_ID_BITS.get(irs.istCfgr);

        return idBits >= irs.minLpiIdBits && idBits <= irs.idBits && IrsIstCfgr.ISTSZ.get(irs.istCfgr) == 0 &&
            !IrsIstCfgr.STRUCTURE.isSet(irs.istCfgr);
    }

    private boolean makeInvalid()                                           // K-IRS-9, B-TRAP-25
    {
        final Errno errno = commands.makeLpisInvalid(vm);
        if (errno == Errno.ETIMEDOUT)
        {
            return false;                                                       // the guest reads VALID = 1
        }
        vm.lpiTable.free(host);

        return true;
    }

    private boolean hasSpi()
    {
        return vm.irs.spiSelr < vm.spis.count();
    }

    private boolean hasPe()
    {
        return vm.named(vm.irs.peSelr) != null;                                 // K-IRS-3
    }

    private int peStatus()
    {
        final boolean isValid = isGuest && hasPe();

        return IrsPeStatusr.ONLINE.with(IrsPeStatusr.V.with(IDLE, isValid), isValid);
    }

    private int idr1()                                                          // K-TAB-5
    {
        final int idr1 = IrsIdr1.IAFFID_BITS.set(IrsIdr1.PE_CNT.set(0, vm.vcpus.size()), vm.vpeIdBits - 1);

        return IrsIdr1.PRI_BITS.set(idr1, vm.irs.priBits);
    }

    private int idr2()                                                          // K-ID-10
    {
        int idr2 = IrsIdr2.LPI.with(IrsIdr2.ID_BITS.set(0, vm.irs.idBits), true);
        idr2 = IrsIdr2.MIN_LPI_ID_BITS.set(idr2, vm.irs.minLpiIdBits);

        return IrsIdr2.IST_L2SZ.set(idr2, vm.irs.l2sz());
    }
}
