package org.gale.tests.migration;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/** VM of KVM on a GICv5 with two PEs: two LPIs of one device, and vCPUs that run on the PEs of their numbers. */
final class DrivenKvm extends Driven
{
    private static final int LPI = 8;
    private static final long LPI_TYPE = 2L << 29;
    private static final int ID_MASK = 0xff_ffff;
    private static final int FIELD_SHIFT = 32;
    private static final int PRIORITY_SHIFT = 35;
    private static final int ALL_PASS = 31;
    private static final long DONE = 0;
    /** Bits of ICC_ICSR_EL1. */
    private static final int ENABLED = 1;
    private static final int PENDING = 2;
    private static final int ACTIVE = 4;

    private final boolean hasLevel;

    /**
     * Makes a driver.
     *
     * @param hasLevel true if the second LPI is a level, which software makes pending
     */
    DrivenKvm(final boolean hasLevel)
    {
        super(new SetUp(lines(hasLevel)));
        this.hasLevel = hasLevel;
    }

    private static List<String> lines(final boolean hasLevel)
    {
        final List<String> lines = new ArrayList<>(List.of("machine pes=2 ram=0x40000000:0x200000", "kvm create_vm",
            "kvm create_device 0 vgic-v5", "kvm create_vcpu 0 0", "kvm create_vcpu 0 1",
            "kvm set_attr 0 ADDR IRS 0x80000000", "kvm set_attr 0 CTRL INIT", "kvm run 0 0 0",
            "kvm mmio 0 w 0x80 4 1", "kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x90000001", "kvm run 0 1 1"));
        for (int i = 0; i < PlainGuest.INTERRUPTS; i++)
        {
            final long lpi = LPI_TYPE | (LPI + i);
            lines.add("sysw " + i + " vel1 ICC_PCR_EL1 " + ALL_PASS);
            lines.add("sysw " + i + " vel1 ICC_CR0_EL1 3");
            lines.add("insn 0 vel1 CDPRI " + ((long)PlainGuest.priority(i) << PRIORITY_SHIFT | lpi));
            lines.add("insn 0 vel1 CDAFF " + ((long)i << FIELD_SHIFT | lpi));
            lines.add("insn 0 vel1 CDEN " + lpi);
            lines.add("writeq " + (0x4011_0000L + 8L * (EVENT + i)) + ' ' + (0xc000_0000L | (LPI + i)));
        }
        lines.add("insn 0 vel1 CDHM " + ((hasLevel ? 1L : 0) << FIELD_SHIFT | LPI_TYPE | (LPI + 1)));
        lines.addAll(List.of("writeq 0x40100018 0x4000000040110001", "writel 0x081000d0 8",
            "writeq 0x081000c0 0x40100000", "writel 0x08100080 1"));

        return lines;
    }

    @Override
    boolean hasActive()
    {
        return true;
    }

    @Override
    boolean isLevel(final int interrupt)
    {
        return hasLevel && interrupt == 1;
    }

    @Override
    void message(final int event)
    {
        final long message = (long)DEVICE << Integer.SIZE | (EVENT + event);
        final String line = "msi 0 " + DEVICE + ' ' + (EVENT + event);
        KvmVerb.HELD.encode(words, 0, 0, 0, 0, 0, message);
        if (holds())
        {
            KvmVerb.HOLD.encode(words, 0, 0, 0, 0, 0, message);
        }
        else
        {
            Commands.message(words, 0, 0, DEVICE, EVENT + event);
        }
        apply(line);
    }

    @Override
    void pend(final int runner, final int interrupt, final boolean is)
    {
        instruction(runner, GicInstruction.CDPEND, interrupt, (is ? 1L : 0) << FIELD_SHIFT);
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
        final int mask = is ? PlainGuest.MASK : ALL_PASS;
        Commands.sysw(words, 0, vcpu, Commands.VEL1, SystemRegister.ICC_PCR_EL1.code(), mask);
        apply("sysw " + vcpu + " vel1 ICC_PCR_EL1 " + mask);
    }

    @Override
    void run(final int vcpu)
    {
        KvmVerb.RUN.encode(words, 0, 0, vm(), vcpu, vcpu);
        done("kvm run " + vm() + ' ' + vcpu + ' ' + vcpu);
    }

    @Override
    void put(final int vcpu)
    {
        KvmVerb.PUT.encode(words, 0, 0, vm(), vcpu, 0);
        done("kvm put " + vm() + ' ' + vcpu);
    }

    @Override
    void block(final int vcpu)
    {
        KvmVerb.BLOCK.encode(words, 0, 0, vm(), vcpu, 0);
        done("kvm block " + vm() + ' ' + vcpu);
    }

    @Override
    boolean isWoken(final int vcpu)
    {
        KvmVerb.WOKEN.encode(words, 0, 0, vm(), vcpu, 0);

        return query("kvm woken " + vm() + ' ' + vcpu).equals("1");
    }

    @Override
    String state(final int runner, final int interrupt)
    {
        instruction(runner, GicInstruction.CDRCFG, interrupt, 0);
        Commands.sysr(words, 0, runner, Commands.VEL1, SystemRegister.ICC_ICSR_EL1.code());
        apply("sysr " + runner + " vel1 ICC_ICSR_EL1");
        final long icsr = value(0);

        return (icsr & 1) != 0 ? "unreachable" : text(icsr >> ENABLED & 1, icsr >> PENDING & 1, icsr >> ACTIVE & 1,
            icsr >>> FIELD_SHIFT);
    }

    @Override
    String expected(final PlainGuest plain, final int interrupt)
    {
        return text(plain.isEnabled(interrupt) ? 1 : 0, plain.isPending(interrupt) ? 1 : 0,
            plain.isActive(interrupt) ? 1 : 0, plain.target(interrupt));
    }

    private static String text(final long enabled, final long pending, final long active, final long target)
    {
        return "enabled=" + enabled + " pending=" + pending + " active=" + active + " vcpu=" + target;
    }

    @Override
    int migrate(final MigrationOrder order, final int failing)
    {
        KvmVerb.MIGRATE.encode(words, 0, order.number() | (long)failing << KvmVerb.FAIL_SHIFT, vm(), 0, 0);
        applyVerb("kvm migrate " + vm() + (order == MigrationOrder.RIGHT ? "" : " order=" + order.spelling()) +
            (failing == 0 ? "" : " fail=" + MigrationStep.byNumber(failing).spelling()));

        return value(0) == DONE ? (int)value(1) : PlainGuest.FAILED;
    }

    @Override
    int step()
    {
        KvmVerb.STEP.encode(words, 0, 0, 0, 0, 0);
        applyVerb("kvm step");
        final int step = value(0) != DONE ? PlainGuest.FAILED : (int)Math.max(value(1), PlainGuest.OVER);
        if (step == PlainGuest.RESUME)
        {
            successor(value(2));
        }

        return step;
    }

    private void done(final String line)
    {
        applyVerb(line);
        if (value(0) != DONE)
        {
            throw new IllegalStateException(line + ": " + value(0));
        }
    }

    private void instruction(final int runner, final GicInstruction which, final int interrupt, final long fields)
    {
        final long operand = LPI_TYPE | (LPI + interrupt) | fields;
        Commands.insn(words, 0, runner, Commands.VEL1, which.code(), operand);
        apply("insn " + runner + " vel1 " + which.name() + " 0x" + Long.toHexString(operand));
    }
}
