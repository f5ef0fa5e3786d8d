package org.gale.tests.migration;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.VmVerb;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.SystemRegister;
import org.gale.tables.vm.L2Vmte;

/**
 * VM of a GICv5 with two PEs, whose VPEs are resident on the PEs of their numbers: two LPIs, each of a function with
 * one vector. The second function has an eventfd. Each vector has two messages, both of its LPI. Or there are two VMs,
 * each with a VPE, an LPI and a function, which migrate in turn.
 */
final class DrivenMsix extends Driven
{
    private static final int LPI = 8;
    private static final long LPI_TYPE = 2L << 29;
    private static final int ID_MASK = 0xff_ffff;
    private static final int EL2 = 2;
    private static final int FIELD_SHIFT = 32;
    private static final int PRIORITY_SHIFT = 35;
    private static final long DONE = 0;
    private static final long VM_TABLE = 0x4001_0000L;
    private static final int ID_BITS_SHIFT = 59;
    private static final int FUNCTION = 2;
    private static final int EVENTFD = 7;
    private static final long FRAMES = 0x1000_0000L;
    private static final int FRAME_SHIFT = 16;
    private static final int DATA = 8;
    private static final int CONTROL = 12;
    private static final int PENDING_BITS = 0x8000;
    /** Frame of the ITS that takes messages. */
    private static final long TRANSLATE = 0x0811_0000L;
    /** Bits of ICC_ICSR_EL1. */
    private static final int ENABLED = 1;
    private static final int PENDING = 2;
    private static final int ACTIVE = 4;

    private final int vms;
    /** VM that migrates, or will do so next. */
    private int migrating;

    /**
     * Makes a driver.
     *
     * @param vms 1 or 2
     */
    DrivenMsix(final int vms)
    {
        super(new SetUp(made(vms)));
        this.vms = vms;
    }

    /** Returns the lines that make one or two VMs. */
    static List<String> made(final int vms)
    {
        final List<String> lines = new ArrayList<>(List.of("machine pes=2 min_lpi_id_bits=4 ram=0x40000000:0x100000",
            "writel 0x08010080 1", "writel 0x08010210 2", "writeq 0x08010200 0x40010001"));
        for (int vm = 0; vm < vms; vm++)
        {
            final long entry = VM_TABLE + (long)L2Vmte.LENGTH * vm;
            final long vpes = 0x4001_1000L + 0x800L * vm;
            lines.add("writeq " + hex(entry + Long.BYTES) + ' ' + hex((2L - vms) << ID_BITS_SHIFT | vpes));
            lines.add("writeq " + hex(entry + 2 * Long.BYTES) + ' ' + hex(0x2000_0000_4001_2001L + 0x2000L * vm));
            for (int vpe = 0; vpe < PlainGuest.VCPUS / vms; vpe++)
            {
                lines.add("writeq " + hex(vpes + 8L * vpe) + ' ' + hex(0x4001_3000L + 0x100L * (vm + vpe)));
            }
            lines.add("writeq 0x080102c8 " + hex(1L << 63 | vm));
            for (int vpe = 0; vpe < PlainGuest.VCPUS / vms; vpe++)
            {
                lines.add("writeq 0x080102e0 " + hex(1L << 63 | (long)vm << FIELD_SHIFT | vpe));
            }
        }
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            final long lpi = LPI_TYPE | (LPI + i);
            final long table = 0x4002_1000L + 0x1000L * i;
            final int pe = vms == 1 ? 0 : i;
            final long itte = (long)pe << FIELD_SHIFT | 0xc000_0000L | (LPI + i);
            lines.add("sysw " + i + " el2 ICH_VMCR_EL2 0xf8000001");
            lines.add("sysw " + i + " el2 ICH_CONTEXTR_EL2 " +
                hex(vms == 1 ? context(0, i) : context(i, 0)));
            lines.add("insn " + pe + " vel1 CDPRI " + ((long)PlainGuest.priority(i) << PRIORITY_SHIFT | lpi));
            lines.add("insn " + pe + " vel1 CDAFF " + ((vms == 1 ? (long)i : 0) << FIELD_SHIFT | lpi));
            lines.add("insn " + pe + " vel1 CDEN " + lpi);
            lines.add("writeq " + table + ' ' + itte);
            lines.add("writeq " + (table + Long.BYTES) + ' ' + itte);
            lines.add("writeq " + (0x4002_0000L + 8L * (FUNCTION + i)) + ' ' + (1L << ID_BITS_SHIFT | table | 1));
        }
        lines.addAll(List.of("writel 0x081000d0 2", "writeq 0x081000c0 0x40020000", "writel 0x08100080 1"));
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            lines.add("msix create " + (FUNCTION + i) + " vectors=1 bar=" + frame(i));
            lines.add("msix control " + (FUNCTION + i) + " enable=1");
            if (i == PlainVectors.CARRIED)
            {
                lines.add("irqfd add " + EVENTFD + ' ' + (FUNCTION + i) + " 0");
                lines.add("irqfd route " + EVENTFD);
            }
            lines.add("writeq " + frame(i) + ' ' + TRANSLATE);
            lines.add("writeq " + (frame(i) + DATA) + " 0");
        }

        return lines;
    }

    private static String hex(final long number)
    {
        return "0x" + Long.toHexString(number);
    }

    private static long frame(final int vector)
    {
        return FRAMES + ((long)vector << FRAME_SHIFT);
    }

    private static long context(final int vm, final int vpe)
    {
        return IchContextrEl2.VM.set(IchContextrEl2.VPE.set(IchContextrEl2.V.mask(), vpe), vm);
    }

    @Override
    int vms()
    {
        return vms;
    }

    @Override
    void begin()
    {
        migrating = 0;
    }

    @Override
    boolean hasActive()
    {
        return true;
    }

    @Override
    boolean hasVectors()
    {
        return true;
    }

    @Override
    boolean mayFailToDestroy()
    {
        return true;
    }

    @Override
    boolean isLevel(final int interrupt)
    {
        return false;
    }

    @Override
    void message(final int event)
    {
        words.putLong(0, Commands.trigger(FUNCTION + event, 0, 0));
        apply("msix trigger " + (FUNCTION + event) + " 0");
    }

    @Override
    void pend(final int runner, final int interrupt, final boolean is)
    {
        throw new IllegalStateException("no level here");
    }

    @Override
    int acknowledge(final int vcpu)
    {
        Commands.insn(words, 0, vcpu, Commands.VEL1, GicInstruction.CDIA.code(), 0);
        apply("insn " + vcpu + " vel1 CDIA");
        final long intid = value(0);

        return intid == 0 ? NONE : ((int)intid & ID_MASK) - LPI;
    }

    @Override
    void drop(final int vcpu, final int interrupt)
    {
        Commands.insn(words, 0, vcpu, Commands.VEL1, GicInstruction.CDEOI.code(), 0);
        apply("insn " + vcpu + " vel1 CDEOI");
    }

    @Override
    void deactivate(final int runner, final int interrupt)
    {
        instruction(runner, GicInstruction.CDDI, interrupt, 0);
    }

    @Override
    void enable(final int runner, final int interrupt, final boolean is)
    {
        instruction(runner, is ? GicInstruction.CDEN : GicInstruction.CDDIS, interrupt, 0);
    }

    @Override
    void move(final int runner, final int interrupt, final int vcpu)
    {
        instruction(runner, GicInstruction.CDAFF, interrupt, (long)vcpu << FIELD_SHIFT);
    }

    @Override
    void mask(final int vcpu, final boolean is)
    {
        throw new IllegalStateException("masks are those of vectors here");
    }

    @Override
    void run(final int vcpu)
    {
        enter(vcpu, vms == 1 ? context(vm(), vcpu) : context(vm(vcpu), 0));
    }

    @Override
    void put(final int vcpu)
    {
        enter(vcpu, 0);
    }

    private void enter(final int vcpu, final long context)
    {
        Commands.sysw(words, 0, vcpu, EL2, SystemRegister.ICH_CONTEXTR_EL2.code(), context);
        apply("sysw " + vcpu + " el2 ICH_CONTEXTR_EL2 " + hex(context));
    }

    @Override
    void block(final int vcpu)
    {
        throw new IllegalStateException("a VPE that is resident does not sleep");
    }

    @Override
    boolean isWoken(final int vcpu)
    {
        throw new IllegalStateException("a VPE that is resident does not sleep");
    }

    @Override
    void maskVector(final int vector, final boolean is)
    {
        store(frame(vector) + CONTROL, is ? 1 : 0);
    }

    @Override
    void maskFunction(final int vector, final boolean is)
    {
        MsixVerb.CONTROL.encode(words, 0, FUNCTION + vector, MsixVerb.UNCHANGED, is ? 1 : 0);
        applyVerb("msix control " + (FUNCTION + vector) + " mask=" + (is ? 1 : 0));
    }

    @Override
    void retarget(final int vector, final boolean isOther)
    {
        store(frame(vector) + DATA, isOther ? 1 : 0);
    }

    @Override
    void route(final int vector, final boolean is)
    {
        (is ? IrqfdVerb.ROUTE : IrqfdVerb.DROP).encode(words, 0, EVENTFD);
        applyVerb("irqfd " + (is ? "route " : "drop ") + EVENTFD);
    }

    @Override
    void take(final int vector)
    {
        IrqfdVerb.CONSUME.encode(words, 0, EVENTFD);
        applyVerb("irqfd consume " + EVENTFD);
    }

    @Override
    void pass()
    {
        VmVerb.PRECOPY.encode(words, 0, vm(migrating));
        applyVerb("vm precopy " + vm(migrating));
    }

    @Override
    String state(final int runner, final int interrupt)
    {
        instruction(runner, GicInstruction.CDRCFG, interrupt, 0);
        Commands.sysr(words, 0, runner, Commands.VEL1, SystemRegister.ICC_ICSR_EL1.code());
        apply("sysr " + runner + " vel1 ICC_ICSR_EL1");
        final long icsr = value(0);
        MsixVerb.STATE.encode(words, 0, FUNCTION + interrupt, 0);
        final String vector = query("msix state " + (FUNCTION + interrupt) + " 0");

        return ((icsr & 1) != 0 ? "unreachable" : text(icsr >> ENABLED & 1, icsr >> PENDING & 1, icsr >> ACTIVE & 1,
            icsr >>> FIELD_SHIFT)) + ' ' + vector + ' ' + entry(load(frame(interrupt)), load(frame(interrupt) + DATA),
            load(frame(interrupt) + PENDING_BITS));
    }

    @Override
    String expected(final PlainGuest plain, final int interrupt)
    {
        final PlainVectors vectors = plain.vectors();
        final boolean isMasked = vectors.isMasked(interrupt);
        final int target = vms == 1 ? plain.target(interrupt) : 0;

        return text(bit(plain.isEnabled(interrupt)), bit(plain.isPending(interrupt)), bit(plain.isActive(interrupt)),
            target) + " mask=" + bit(isMasked) + " pending=" + bit(vectors.isHeld(interrupt)) +
            " eventfd=" + bit(vectors.isCounted(interrupt)) + " route=" + bit(vectors.isRouted(interrupt)) + ' ' +
            entry(TRANSLATE, (isMasked ? 1L << Integer.SIZE : 0) | bit(vectors.isRetargeted(interrupt)),
            bit(vectors.isHeld(interrupt) || vectors.isCounted(interrupt)));
    }

    private static int bit(final boolean isSet)
    {
        return isSet ? 1 : 0;
    }

    private static String text(final long enabled, final long pending, final long active, final long target)
    {
        return "enabled=" + enabled + " pending=" + pending + " active=" + active + " vcpu=" + target;
    }

    private static String entry(final long address, final long rest, final long bits)
    {
        return "address=" + hex(address) + " rest=" + hex(rest) + " bits=" + bits;
    }

    @Override
    int migrate(final MigrationOrder order, final int failing)
    {
        VmVerb.MIGRATE.encode(words, 0, vm(migrating), order.number(), failing);
        applyVerb("vm migrate " + vm(migrating) + (order == MigrationOrder.RIGHT ? "" : " order=" + order.spelling()) +
            (failing == 0 ? "" : " fail=" + MigrationStep.byNumber(failing).spelling()));

        return value(0) == DONE ? (int)value(1) : PlainGuest.FAILED;
    }

    @Override
    int step()
    {
        VmVerb.STEP.encode(words, 0);
        applyVerb("vm step");
        final int step = value(0) != DONE ? PlainGuest.FAILED : (int)Math.max(value(1), PlainGuest.OVER);
        if (step == PlainGuest.RESUME)
        {
            successor(migrating, value(2));
        }
        migrating += step == PlainGuest.OVER && migrating < vms - 1 ? 1 : 0;

        return step;
    }

    private void instruction(final int runner, final GicInstruction which, final int interrupt, final long fields)
    {
        final long operand = LPI_TYPE | (LPI + interrupt) | fields;
        Commands.insn(words, 0, runner, Commands.VEL1, which.code(), operand);
        apply("insn " + runner + " vel1 " + which.name() + " " + hex(operand));
    }

    private void store(final long address, final int value)
    {
        Commands.store(words, 0, address, Integer.BYTES, value);
        apply("writel " + hex(address) + ' ' + value);
    }

    private long load(final long address)
    {
        Commands.load(words, 0, address, Long.BYTES);
        apply("readq " + hex(address));

        return value(0);
    }
}
